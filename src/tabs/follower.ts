import type { Core } from '../connection/core.ts'
import { deliver } from '../connection/incoming.ts'
import type { Carrier, Outbox } from '../connection/outbox.ts'
import { publish, type Phase } from '../connection/phases.ts'
import { isLegal, type SocketStatus } from '../connection/status.ts'
import { cut } from '../options/close-info.ts'
import type { SessionState } from '../options/session.ts'
import type { Wire } from './channel.ts'
import type { Batch, Item, Succession } from './frames.ts'
import { createOffers } from './offers.ts'
import { writeError, writeState, type SharedState } from './shared-state.ts'

/** Takes no message. */
export const CLOSED = { ensureOpen: () => false } as Carrier

/** This tab's part while it follows, or waits to follow, another one. */
export interface Follower {
  /** The leadership that it follows, or followed last, and the newest batch. */
  readonly place: Succession['before']
  /** Whether it has the leader's state. */
  isSynced(): boolean
  /** Since when an offer has not been answered, by the engine's clock; `null`: none. */
  waitsSince(): number | null
  /** Takes a batch of the newest leader. */
  receive(batch: Batch): void
  /** The link of the leader, if it is open. */
  link(): Carrier | null
  /** Offers what waits to the leader. */
  offer(): void
  /** The leader is gone, or is left: ends the link. */
  lose(): void
  /** The session of the leader, to go on with. */
  session(): SessionState | undefined
}

/**
 * @param hasOpened - whether a link has opened since `connect()`
 * @param synced - called when it has begun to follow
 */
export function createFollower(
  core: Core,
  outbox: Outbox,
  wire: () => Wire,
  hasOpened: () => boolean,
  synced: () => void,
): Follower {
  const { state, events } = core
  const { inFlight } = outbox
  let place: Succession['before'] = [0, 0]
  let isSynced = false
  let session: SessionState | undefined
  /** How far the leader is in the server's log. */
  let leaderPosition = 0
  /** Whether nothing was missed between the last link and the leader's. */
  let isContinuous = false
  /** The leadership under which the numbers in the outbox were given, until they are settled. */
  let unsettled = 0

  const canOffer = () => isSynced && state.status === 'open'
  const offers = createOffers(core, outbox, canOffer, (type, what) =>
    wire().post({ type, term: place[0], ...what } as never),
  )

  // What the leader posts.

  function receive({ term, seq, items }: Batch): void {
    const [present, last] = place
    if (isSynced && term === present && seq <= last) return
    if (isSynced && (term !== present || seq > last + 1)) lose()
    for (const item of items) {
      if (item[0] === 'snapshot') {
        if (!isSynced && (item[1] === null || item[1] === wire().id))
          sync([term, seq], item[2], item[3])
      } else if (isSynced) take(item)
      events.drain()
    }
    if (isSynced) place = [term, seq]
  }

  function take(item: Item): void {
    if (item[0] === 'message') {
      receiveMessage(item[1], item[2], item[3])
    } else if (item[0] === 'event') {
      const [, name, args, shared, succession] = item
      note(succession)
      writeState(core, shared)
      if (name === 'status') enterStatus(shared.status, args[0])
      else if (name === 'open') opened(shared, succession)
      else if (name === 'error') {
        writeError(core, shared)
        events.enqueue('error', state.error!)
      } else events.enqueue(name, ...(args as [any]))
      if (name === 'suspect') offers.unblock()
    } else if (item[0] === 'room') offers.unblock()
    else if (item[1] !== wire().id) return
    else if (item[0] === 'took') offers.took(item[2], item[3])
    else if (item[0] === 'end') offers.ended(item[2], item[3])
  }

  function sync(at: typeof place, shared: SharedState, succession: Succession): void {
    const { before, from, session: theirs } = succession
    const isOpen = shared.status === 'open'
    const start = isOpen ? theirs?.position : from
    const isSame = session?.id === theirs?.id && session?.epoch === theirs?.epoch
    if (theirs) isContinuous = isSame && session!.position >= start!
    else isContinuous = !isOpen && before.join() === place.join()
    place = at
    isSynced = true
    synced()
    note(succession)
    writeState(core, shared)
    writeError(core, shared)
    enterStatus(shared.status)
    if (isOpen) opened({ ...shared, recovered: true }, succession)
  }

  function note({ newest, hasAnswered, cursor }: Succession): void {
    inFlight.skip(newest)
    if (hasAnswered) inFlight.confirm(0)
    core.lifetime.cursor ??= cursor
  }

  function enterStatus(theirs: SocketStatus, change?: { retryIn?: number; close?: any }): void {
    const { status: previous, attempts: attempt } = state
    // A leader that begins is no beginning for a tab that was connected.
    const isStarted = theirs === 'connecting' && !isLegal(previous, theirs)
    const status = isStarted ? 'reconnecting' : theirs
    if (status === previous && !change) return
    // What the leader went through meanwhile.
    if (status !== previous && !isLegal(previous, status)) enterStatus('reconnecting')
    ;(state as { status: SocketStatus }).status = status
    const { retryIn, close } = change ?? {}
    events.enqueue('status', { status, previous, attempt, retryIn, close })
    if (status === 'failed') outbox.clear('failed')
    else outbox.redirect(status === 'idle' ? null : core.options.url)
  }

  function opened(shared: SharedState, succession: Succession): void {
    settle(succession)
    const { session: theirs } = succession
    const isRecovered = isContinuous && shared.recovered === true
    isContinuous = true
    if (theirs) {
      leaderPosition = theirs.position
      const position = isRecovered && session ? session.position : theirs.position
      session = { ...theirs, position }
    }
    ;(state as { recovered: boolean | null }).recovered = hasOpened() ? isRecovered : null
    writeError(core, shared)
    events.enqueue('open', { reconnected: hasOpened(), recovered: state.recovered })
    offers.unblock()
  }

  /** What was sent under the leader before: the server has said up to where it has arrived. */
  function settle({ before, answer }: Succession): void {
    if (!unsettled) return
    const known = unsettled === before[0] && answer
    outbox.resume(CLOSED, { ...(known || { in: null, refused: [] }), begin() {} })
    unsettled = 0
  }

  function receiveMessage(at: number, raw: unknown, position: number | undefined): void {
    if (session && position !== undefined && position > leaderPosition) {
      leaderPosition = position
      // A new leader's server replays what this tab may have had of the leader before.
      if (position <= session.position) return
      session = { ...session, position }
    }
    events.inTurn(accept, raw, at)
  }

  const accept = (raw: unknown, at: number) => deliver(core, raw, at)

  function lose(): void {
    const wasSynced = isSynced
    isSynced = false
    offers.end()
    if (core.options.session && wasSynced) unsettled = place[0]
    outbox.linkEnded(true)
    if (state.status !== 'open') return
    const close = { ...cut('page'), opened: true }
    publish(core, { name: 'attempting', status: 'reconnecting' } as Phase, close)
    outbox.reportLost()
  }

  return {
    get place() {
      return place
    },
    isSynced: () => isSynced,
    waitsSince: offers.waitsSince,
    receive,
    link: () => (canOffer() ? offers.carrier : null),
    offer: offers.offer,
    lose,
    session: () => session,
  }
}
