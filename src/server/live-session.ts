import type { LiveSession } from './core.ts'
import type { Handling } from './handling.ts'
import type { PublishOptions, Session } from './session.ts'
import type { SessionKey } from './store.ts'
import { spellChannel, type Target } from './targets.ts'
import { createUpstream } from './upstream.ts'

export interface LiveSessionOptions {
  readonly key: SessionKey
  readonly handling: Handling
  publish(target: Target, message: unknown, options?: PublishOptions): Promise<void>
  onEpoch(): void
  onIdle(): void
}

/** A session as apps see it, and its messages. */
export function createLiveSession(options: LiveSessionOptions): LiveSession {
  const { key, handling, publish, onEpoch, onIdle } = options
  const session: Session = {
    ...key,
    send: (message, sendOptions) => publish({ session: key }, message, sendOptions),
    join: async (channel) => upstream.move({ joins: [spellChannel(channel)] }),
    leave: async (channel) => upstream.move({ leaves: [spellChannel(channel)] }),
  }
  const upstream = createUpstream({ handling, key, session, onEpoch, onIdle })
  return { session, upstream }
}
