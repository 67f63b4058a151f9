import type { Core } from '../connection/core.ts'
import type { StatusChange } from '../connection/events.ts'
import { deliver } from '../connection/incoming.ts'
import type { Carrier, Outbox } from '../connection/outbox.ts'
import { publish } from '../connection/phases.ts'
import { isLegal, type SocketStatus } from '../connection/status.ts'
import { cut } from '../options/close-info.ts'
import type { SessionState } from '../options/session.ts'
import type { Wire } from './channel.ts'
import type { Batch, Item, SharedEvent } from './frames.ts'
import { createOffers } from './offers.ts'
import { toError, writeState, type Place, type SharedState } from './shared-state.ts'

/** In place of a term, for numbers given over a link of this tab's own outside of any leadership. */
const ALONE = -1

/** How long, in ms, a tab with a link of its own stays with it until what it has sent is confirmed. */
const RECEIPT = 10_000

/** This tab's part while it follows, or waits to follow, another one. */
export interface Follower {
  /** The leadership that it follows, or followed or had last, and the newest batch. */
  place(): Place
  /** Whether it has the leader's state. */
  isSynced(): boolean
  /** Since when the state, or an offer, has not been answered, by the engine's clock; `null`: none. */
  waitsSince(): number | null
  /** Takes a batch of the newest leader. */
  receive(batch: Batch): void
  /** The link of the leader, if it is open. */
  link(): Carrier | null
  /** Offers what waits to the leader. */
  offer(): void
  /**
   * The leader is gone, or is left: ends the link.
   *
   * @param isGone - another tab leads, or is about to
   */
  lose(isGone: boolean): void
  /** The session of the leader, to go on with, while it has the leader's state. */
  session(): SessionState | undefined
  /** This tab has had a link of its own: how far it has come with it, and as which leader. */
  noteOwnLink(session: SessionState | undefined, at: Place | undefined): void
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
  let place: Place = [0, 0]
  /** The leader's state, while it follows. */
  let shared: SharedState | undefined
  /** When it last had none any more. */
  let lostAt = core.clock()
  /** The leader's session, at the position of this tab. */
  let session: SessionState | undefined
  /** How far the leader is in the server's log. */
  let leaderPosition = 0
  /** Whether nothing was missed between the last link and the leader's. */
  let isContinuous = false
  /** The leadership under which the numbers in the outbox were given, until they are settled. */
  let unsettled = 0

  const canOffer = () => !!shared && !unsettled && state.status === 'open'
  const offers = createOffers(core, outbox, canOffer, (id, raws, isUrgent) =>
    wire().post({ type: 'offer', term: place[0], id, raws, isUrgent }),
  )

  // What the leader posts.

  function receive({ term, seq, items, state: theirs }: Batch): void {
    const [present, last] = place
    if (term === present && seq <= last) return
    if (shared && (term !== present || seq > last + 1)) lose(term !== present)
    if (shared) {
      if (theirs) note(theirs)
      // A listener may end it.
      for (const item of items) if (shared) take(item)
      if (shared) place = [term, seq]
      // A leader that closes says so last, and is none to follow.
    } else if (theirs && theirs.status !== 'closed' && !awaitsReceipt()) sync([term, seq], theirs)
    if (theirs && shared) offers.unblock()
  }

  /** Whether a link of its own would be given up with messages in flight, and has not lasted. */
  const awaitsReceipt = () =>
    inFlight.messages.first() &&
    // A clock that was set back makes no link young.
    Math.abs(core.options.timer.now() - (state.openedAt ?? 0)) < RECEIPT

  function note(theirs: SharedState): void {
    shared = theirs
    writeState(core, inFlight, theirs)
  }

  function take(item: Item): void {
    if (item[0] === 'message') {
      receiveMessage(item[1], item[2], item[3])
      return
    }
    const [name, ...args] = item as [SharedEvent | 'took' | 'outcome', ...any[]]
    const [first, second, third] = args
    if (name === 'took' || name === 'outcome') {
      if (first === wire().id) offers[name](second, third)
    } else if (name === 'status') enterStatus(first.status, first)
    else if (name === 'open') opened(first, second)
    else if (name === 'error') events.enqueue(name, (state.error = toError(first)))
    else {
      if (name === 'stable') showError()
      events.enqueue(name, ...(args as [any]))
    }
  }

  function sync(at: Place, theirs: SharedState): void {
    const { before, status } = theirs
    const isOpen = status === 'open'
    const start = theirs.session?.position
    const isSame = session?.id === theirs.session?.id && session?.epoch === theirs.session?.epoch
    if (theirs.session) isContinuous = isSame && session!.position >= start!
    else isContinuous = !isOpen && before.join() === place.join()
    place = at
    shared = theirs
    synced()
    note(theirs)
    showError()
    enterStatus(status)
    if (isOpen) opened(true, start)
  }

  function showError(): void {
    const { error } = shared!
    state.error = error && toError(error)
  }

  function enterStatus(theirs: SocketStatus, change?: StatusChange): void {
    const { status: previous, attempts: attempt } = state
    // A leader that begins is no beginning for a tab that was connected.
    const isStarted = theirs === 'connecting' && !isLegal(previous, theirs)
    const status = isStarted ? 'reconnecting' : theirs
    if (status === previous && !change) return
    // What the leader went through meanwhile.
    if (status !== previous && !isLegal(previous, status)) enterStatus('reconnecting')
    state.status = status
    events.enqueue('status', { attempt, ...change, status, previous })
    if (status === 'failed') outbox.clear('failed')
    else outbox.redirect(status === 'idle' ? null : core.options.url)
  }

  function opened(recovered: boolean | null, position: number | undefined): void {
    settle()
    const isRecovered = isContinuous && recovered === true
    isContinuous = true
    const theirs = shared!.session
    if (theirs) {
      leaderPosition = position!
      // What this tab has had already, of any session, it does not get again.
      const had = session?.epoch === theirs.epoch ? session!.position : 0
      session = { ...theirs, position: Math.max(had, leaderPosition) }
    }
    state.recovered = hasOpened() ? isRecovered : null
    showError()
    events.enqueue('open', { reconnected: hasOpened(), recovered: state.recovered })
  }

  /** What was sent under the leader before: the server has said up to where it has arrived. */
  function settle(): void {
    if (!unsettled) return
    const { before, answer, session: theirs } = shared!
    const isKnown = unsettled === before[0] && session?.id === theirs?.id
    outbox.resume(null, (isKnown && answer) || { in: null })
    // Not committed, and sent again under numbers of this leadership.
    for (const message of outbox.waiting.all()) message.number = 0
    unsettled = 0
  }

  function receiveMessage(raw: unknown, at: number, position: number | undefined): void {
    if (session && position !== undefined && position > leaderPosition) {
      leaderPosition = position
      // A new leader's server replays what this tab may have had of the leader before.
      if (position <= session.position) return
      session = { ...session, position }
    }
    events.inTurn(accept, raw, at)
  }

  const accept = (raw: unknown, at: number) => deliver(core, raw, at)

  function lose(isGone: boolean): void {
    if (shared) lostAt = core.clock()
    if (core.options.session && shared) unsettled = place[0]
    shared = undefined
    offers.end(isGone)
    outbox.linkEnded(true)
    if (state.status !== 'open') return
    const close = { ...cut('page'), opened: true }
    publish(core, { name: 'attempting', status: 'reconnecting' }, close)
    outbox.reportLost()
  }

  return {
    place: () => place,
    isSynced: () => !!shared,
    waitsSince: () => (shared ? offers.waitsSince() : lostAt),
    receive,
    link: () => (canOffer() ? offers.carrier : null),
    offer: offers.offer,
    lose,
    session: () => shared && session,
    noteOwnLink(own, at) {
      // One that never opened has no position.
      if (own?.epoch) session = own
      if (own) unsettled = at?.[0] ?? ALONE
      place = at ?? place
    },
  }
}
