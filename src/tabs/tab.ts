import type { Core } from '../connection/core.ts'
import { createLifecycle } from '../connection/lifecycle.ts'
import type { Lifecycle, OwnLifecycle } from '../connection/lifecycle-interface.ts'
import type { Outbox } from '../connection/outbox.ts'
import { createPageWatch } from '../connection/page-watch.ts'
import { publish, suspendedBy } from '../connection/phases.ts'
import type { PageSignal, PageSignals } from '../options/page.ts'
import { randomId } from '../timers/random-id.ts'
import { openWire, type CreateTabChannel, type Wire } from './channel.ts'
import { createElection, type TabLocks } from './election.ts'
import { createFollower } from './follower.ts'
import type { Asked, Batch, Question } from './frames.ts'
import { createLeader, type Leader } from './leader.ts'
import { shareOptions } from './shared-options.ts'
import { createSharedPage } from './shared-page.ts'
import { createOwnOutbox, takeSession } from './succession.ts'
import { createWatch } from './watch.ts'

/** A page that still runs so long after `freeze`, in ms, never froze. */
const FREEZE = 10_000

/** From one `hello` to the next while the leader posts no state, in ms. */
const HELLO = 1_000

/** The signals of a page that is back. */
const RETURNS: readonly PageSignal[] = ['visible', 'resume', 'pageshow']

/**
 * The lifecycle of a connection that several tabs share. The tab with the lock leads: it runs the
 * engine's own lifecycle. The others show what that one shows. A tab that finds neither the lock nor a
 * leader has a link of its own until it does.
 *
 * @param name - of the lock and of the channel
 */
export function createTab(
  core: Core,
  outbox: Outbox,
  name: string,
  locks: TabLocks,
  createChannel: CreateTabChannel,
): Lifecycle {
  const { state, events, clock } = core
  const id = randomId()
  /** While it leads, or is alone. */
  let own: OwnLifecycle | null = null
  let leader: Leader | null = null
  /** While it takes part. */
  let wire: Wire | null = null
  /** Whether it takes part again when the page returns. */
  let isAway = false
  /** Whether its session can't have been continued by another tab. */
  let isSole = true
  let hasOpened = false
  let newestTerm = 0
  let helloAt = 0
  let page: PageSignals | false = false
  const isVisible = () => !page || page.visible

  const election = createElection(core, locks, name, {
    wire: () => wire!,
    newestTerm: () => newestTerm,
    lead,
    lost: stepDown,
    refused: alone,
  })
  const follower = createFollower(
    core,
    outbox,
    () => wire!,
    () => hasOpened,
    follow,
  )
  const watch = createWatch(core, election, {
    wire: () => (leader ? null : wire),
    isVisible,
    waitsSince: follower.waitsSince,
    ask: () => post({ type: 'ask' }),
    alone,
  })
  const sharedPage = createSharedPage(
    () => page as PageSignals,
    () => leader?.isSeen() ?? false,
  )
  const watchPage = createPageWatch(onSignal)
  const ownOutbox = createOwnOutbox(outbox, (answer) => leader?.noteAnswer(answer))
  events.on('open', () => {
    hasOpened = true
  })
  core.relayed = (data, outcome) => leader?.relayed(data, outcome) ?? false
  share()

  function share(): void {
    page = core.options.page
    if (wire || isAway) watchPage(page)
    shareOptions(core, sharedPage.signals, () => wire && stepDown())
  }

  const isAttempting = () => state.status === 'connecting' || state.status === 'reconnecting'

  // Taking part.

  function begin(): void {
    state.error = null
    hasOpened = false
    outbox.redirect(core.options.url)
    isSole = true
    show('connecting')
    join()
  }

  const show = (status: 'connecting' | 'reconnecting') =>
    publish(core, { name: 'attempting', status })

  function join(): void {
    isAway = false
    watchPage(page)
    setLeader(false)
    if (state.status === 'suspended') show('reconnecting')
    try {
      wire = openWire(id, name, createChannel, receive, election.heardItself)
    } catch {
      alone()
      return
    }
    hello()
    election.stand()
    watch.start()
  }

  function hello(): void {
    helloAt = clock()
    post({ type: 'hello', isVisible: isVisible() })
  }

  const post = (question: Question) => wire?.post({ term: newestTerm, ...question })

  /** Takes no part any more. `isLost`: a link of its own was not closed in good order. */
  function leave(isLost: boolean): void {
    isSole = leader ? leader.count() === 0 : !!own
    leader?.end()
    if (own) giveUp(isLost)
    else follower.lose(false)
    leader = null
    post({ type: 'bye' })
    wire?.close()
    wire = null
    election.leave()
    watch.stop()
  }

  /** Ends its own link. */
  function giveUp(isLost: boolean): void {
    own!.giveUp(isLost)
    own = null
    noteOwnLink()
  }

  const noteOwnLink = () => follower.noteOwnLink(core.lifetime.session?.save(), leader?.place())

  function setLeader(isLeader: boolean): void {
    if (state.isLeader === isLeader) return
    state.isLeader = isLeader
    events.enqueue('leader', { isLeader })
  }

  // The parts that a tab plays.

  function lead(term: number): void {
    const before = follower.place()
    newestTerm = term
    watch.stop()
    takeOver(true)
    // What has happened so far is in the first snapshot. A listener may have closed the connection.
    events.drain()
    if (!own || !wire) return
    const { isHeld } = election
    const { seen } = sharedPage
    const leadership = { term, before, isVisible, isHeld, seen, lost: stepDown }
    leader = createLeader(core, outbox, own, wire, leadership)
    events.drain()
  }

  /** Begins a lifecycle of its own, if there is none, where the last link ended. */
  function takeOver(isElected: boolean): void {
    setLeader(true)
    if (own) return
    const session = isElected ? follower.session() : undefined
    follower.lose(isElected)
    takeSession(core, outbox, session, newestTerm, isSole)
    own = createLifecycle(core, ownOutbox, hasOpened)
    if (state.status === 'suspended') show('reconnecting')
    if (isAttempting()) own.takeOver()
  }

  /** Another tab leads, and this one has its state. */
  function follow(): void {
    if (own) giveUp(false)
    isSole = false
    setLeader(false)
    hello()
  }

  /** Neither the lock nor a leader: has a link of its own meanwhile. */
  function alone(): void {
    // A leader that can't be asked, as this page is hidden, may not know of it.
    if (!own) hello()
    takeOver(false)
    events.drain()
  }

  /** Takes part anew: another tab has the lock, or the session. */
  function stepDown(): void {
    leave(true)
    isSole = false
    join()
    events.drain()
  }

  function receive(frame: Batch | Asked): void {
    const isBatch = 'items' in frame
    // With a newer term than its own a leader steps down: it is over, or the clock was set back meanwhile.
    if (!isBatch && (!leader || frame.term <= newestTerm)) return leader?.handle(frame)
    if (frame.term < newestTerm) return
    newestTerm = frame.term
    if (leader) stepDown()
    else election.outbid()
    // A listener may have closed the connection. A claim changes nothing: its tab may go before it leads.
    if (!wire || !isBatch || frame.seq === 0) return
    watch.hear()
    follower.receive(frame)
    if (!follower.isSynced() && clock() - helloAt >= HELLO) hello()
    events.drain()
  }

  // The page.

  function onSignal(signal: PageSignal): void {
    const isFreeze = signal === 'freeze'
    if (wire && (isFreeze || signal === 'pagehide')) freeze(isFreeze)
    else if (isAway) {
      if (RETURNS.includes(signal)) join()
    } else if (own) sharedPage.forward(signal)
    else if (signal === 'visible' || signal === 'hidden') hello()
    if (signal === 'hidden') leader?.flush()
    if (signal === 'visible' && wire && !leader) watch.wake()
    events.drain()
  }

  function freeze(mayBeWrong: boolean): void {
    // What waits may never be sent.
    if (own) outbox.flush(own.link())
    leave(state.suspectedAt !== null)
    isAway = true
    if (isAttempting() || state.status === 'open') publish(core, suspendedBy('frozen'))
    if (mayBeWrong) watch.later(join, FREEZE)
  }

  function demand(type: 'connect' | 'reconnect'): void {
    if (own) own[type]()
    else if (wire) post({ type })
    else if (isAway) join()
    else begin()
  }

  return {
    link: () => (own ? own.link() : follower.link()),
    native: () => own?.native() ?? null,
    connect: () => demand('connect'),
    reconnect: () => demand('reconnect'),
    close(code, reason) {
      isAway = false
      watchPage(false)
      if (own) {
        // Another tab may go on with the session, and this one follow it later.
        noteOwnLink()
        own.close(code, reason)
      } else if (state.status !== 'closed') {
        outbox.leave(follower.link())
        publish(core, { name: 'inactive', status: 'closed' })
        outbox.reportLost()
        outbox.clear('closed')
      }
      leave(false)
      setLeader(true)
    },
    reconfigure(hasNewTarget) {
      share()
      if (own) own.reconfigure(hasNewTarget)
    },
    queued: () => void (own || follower.offer()),
    sharing() {
      if (leader) return leader.count() ? { term: newestTerm, followers: leader.count() } : null
      return follower.isSynced() ? { term: newestTerm, followers: null } : null
    },
  }
}
