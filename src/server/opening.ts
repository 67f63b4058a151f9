import { REPLACED, RESTART, TRY_LATER, UNAUTHORISED, type Hello } from '../protocol/index.ts'
import { NO_CHANGES } from './changes.ts'
import type { Core } from './core.ts'
import { serverError } from './diagnostics.ts'
import type { UpgradeRequest } from './link.ts'
import type { Identity } from './options.ts'
import type { Attachment, SessionKey } from './store.ts'
import { channelOf, channelTarget } from './targets.ts'

/** A client that may come in. */
export interface Admission {
  readonly key: SessionKey
  readonly identity: Identity
  readonly attachment: Attachment
}

/** Why one may not: the code and the reason of its close. */
export type Rejection = readonly [code: number, reason: string]

/**
 * Answers a hello: who is it, and what does the store know of the session. `isOver` says that the
 * link has ended meanwhile, so that nothing more needs to be asked.
 */
export async function admit(
  core: Core,
  request: UpgradeRequest,
  hello: Hello,
  isOver: () => boolean,
): Promise<Admission | Rejection> {
  const identity = await authenticate(core, request, hello, isOver)
  if (identity === null) return [UNAUTHORISED, 'not authorised']
  if (identity === 'failed') return [TRY_LATER, 'authentication failed']
  await core.reader.whenLoaded()
  if (isOver()) return [TRY_LATER, 'too late']
  const key = { user: identity.user, id: hello.session }
  try {
    return await attach(core, key, identity, hello.opening)
  } catch (cause) {
    core.environment.report(serverError('S0003', { option: 'attach', cause }))
    return [TRY_LATER, 'the store can not be reached']
  }
}

async function authenticate(
  { gate, options, environment }: Core,
  request: UpgradeRequest,
  { session: id, auth }: Hello,
  isOver: () => boolean,
): Promise<Identity | null | 'failed'> {
  const joined = async (user: string): Promise<string[]> => {
    const { joins } = await environment.store.attach({ user, id }, 0)
    return [...joins.keys()].map(channelOf)
  }
  try {
    const identity = await gate.run(() =>
      isOver() ? null : options.authenticate(request, auth, { joined }),
    )
    if (identity === null || isIdentity(identity)) return identity
    environment.report(serverError('S0004', { value: 'returned no user' }))
  } catch (cause) {
    environment.report(serverError('S0004', { value: 'threw', cause }))
  }
  return 'failed'
}

function isIdentity(value: Identity | undefined): boolean {
  const { user, channels = [], joined = [], expires = 0 } = { ...value }
  return (
    typeof user === 'string' &&
    user !== '' &&
    areTexts(channels) &&
    areTexts(joined) &&
    typeof expires === 'number'
  )
}

const areTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

async function attach(
  core: Core,
  key: SessionKey,
  identity: Identity,
  opening: number,
): Promise<Admission | Rejection> {
  const { store } = core.environment
  const attachment = await store.attach(key, opening)
  const [epoch] = attachment.head
  if (attachment.fenced) return [REPLACED, 'a newer opening exists']
  if (epoch !== core.log.epoch) {
    core.renew()
    return [RESTART, 'a new epoch']
  }
  const leaves = leavesOf(attachment, identity)
  if (leaves.length === 0) return { key, identity, attachment }
  const { answer } = await store.commit(key, epoch, opening, 0, { ...NO_CHANGES, leaves })
  // The log may be of another epoch by the time that the answer comes.
  if (answer !== 'done' || epoch !== core.log.epoch) {
    return [RESTART, 'a new epoch, or a newer opening']
  }
  const joins = new Map(attachment.joins)
  for (const target of leaves) joins.delete(target)
  return { key, identity, attachment: { ...attachment, joins } }
}

/** The joins that `authenticate` has taken away. */
function leavesOf({ joins }: Attachment, { joined }: Identity): string[] {
  if (!joined) return []
  const kept = new Set(joined.map(channelTarget))
  return [...joins.keys()].filter((target) => !kept.has(target))
}
