import { serverError } from './diagnostics.ts'
import type { SessionKey } from './store.ts'

/**
 * Who gets a message: a channel by its name, all sessions of a user, or one session. A session is
 * named with its user, because clients choose their ids themselves.
 */
export type Target = string | { readonly user: string } | { readonly session: SessionKey }

/** The target that every session is in. */
export const EVERYONE = '*'

const CHANNEL = 'c'

export const channelTarget = (channel: string): string => CHANNEL + channel
export const userTarget = (user: string): string => `u${user}`
/** An id holds no `/`, so that a user's name can't make it another session's. */
export const sessionTarget = ({ user, id }: SessionKey): string => `s${id}/${user}`

/** The channel behind a target that was joined. */
export const channelOf = (target: string): string => target.slice(CHANNEL.length)

/** @throws TypeError when it is no target */
export function spell(target: Target): string {
  if (typeof target === 'string') return channelTarget(target)
  const { user, session } = { ...target } as { user?: unknown; session?: Partial<SessionKey> }
  if (typeof user === 'string' && session === undefined) return userTarget(user)
  if (typeof session?.user === 'string' && typeof session.id === 'string' && user === undefined) {
    return sessionTarget(session as SessionKey)
  }
  throw serverError('S0007', {}, TypeError)
}

/** @throws TypeError when it is no channel's name */
export function spellChannel(channel: string): string {
  if (typeof channel === 'string') return channelTarget(channel)
  throw serverError('S0007', {}, TypeError)
}
