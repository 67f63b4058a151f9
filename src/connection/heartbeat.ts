import { cut } from '../options/close-info.ts'
import type { NativeSocket } from '../options/options.ts'
import type { Core } from './core.ts'
import type { Deadline } from './deadline.ts'
import { createHeartbeatMessages } from './heartbeat-messages.ts'
import type { InFlight } from './in-flight.ts'
import type { Line } from './line.ts'
import { createPings } from './pings.ts'
import type { Transport } from './transport.ts'
import { BEHIND_UPLOAD, createUpload } from './upload.ts'

/** How late, in ms, a deadline must be looked at to show that the process slept. */
const SLEPT = 1_000

/** An arrival this fresh, in ms, needs no proof of life when the page wakes. */
const FRESH = 1_000

/** The longest time, in ms, between the two checks that a death takes. */
const RECHECK = 1_000

/** What a deadline that is late itself gets once more, in ms. */
const GRACE = 1_000

/** A ping unanswered for this long, in ms, is slow, unless the last answers took longer. */
const SLOW = 2_000

/** Watches an open link: pings it, suspects it, and ends it when it is dead. */
export interface Heartbeat {
  /** Whether the link is known to live; a deadline that is late shows that the process slept. */
  isTrusted(): boolean
  /** Begins to watch, or goes on with changed options. */
  start(): void
  /**
   * Notes an arrival, which ends a suspicion. Returns whether it is a heartbeat, which no listener
   * gets: a pong, or a ping that it replies to.
   */
  receive(data: any, now: number): boolean
  /** A message went out that waits for a receipt. */
  awaitReceipt(): void
  /** Asks for proof of life now. Raised once a silence; a page that wakes may only shorten it. */
  suspect(byPage: boolean): void
  /** The page woke: suspects the link, unless something came just now. */
  wake(): void
}

/** Nothing is asked of the link. */
const QUIET = 0
/** A ping is out. */
const PINGED = 1
/** A ping is out for so long that the link is suspected, though no other ping asks for proof. */
const SLOWED = 2
/** It is unknown if the link lives, and it has been asked. */
const SUSPECTED = 3

/**
 * Decides when to ping, when to suspect a link, and when it is dead. One timer sleeps to the
 * earliest deadline and on waking looks at the last arrival; messages only leave a time stamp.
 */
export function createHeartbeat(
  core: Core,
  transport: Transport,
  socket: NativeSocket,
  deadline: Deadline,
  line: Line,
  inFlight: InFlight,
  /** Called when a suspected link lives after all. */
  trusted: () => void,
): Heartbeat {
  const { state, events, clock } = core
  const messages = createHeartbeatMessages(core, transport, socket)
  const pings = createPings(core)
  const upload = createUpload(socket)
  let stage = QUIET
  /** Until when, unless it is quiet, the link must prove that it lives. */
  let proofDue = 0
  /** Expired checks so far; a late one counts twice. */
  let checks = 0
  let byPage = false
  const startedAt = clock()
  let heardAt = startedAt
  /** The opening counts as a ping. */
  let pingedAt = startedAt
  /** Which part of the interval the next ping waits for. */
  let share = 1
  /** When the present stage began. */
  let askedAt = 0
  let wasAnswered = false
  let armedByArrivalAt = startedAt
  let armedFor = Infinity

  const settings = () => core.options.heartbeat
  /** How long a server that beats unasked may say nothing. */
  const longestSilence = () => settings().interval + line.window()

  function pingDue(): number {
    const { message, idleOnly, interval } = settings()
    if (message === null || (idleOnly && stage !== QUIET)) return Infinity
    return Math.max(idleOnly ? heardAt : 0, pingedAt) + interval * share
  }

  function deathDue(): number {
    if (stage !== QUIET) return proofDue
    if (settings().message !== null) return Infinity
    return checks ? proofDue : heardAt + longestSilence()
  }

  /** When a ping has been out for so long that messages had better wait for its answer. */
  function slowDue(): number {
    if (stage !== PINGED || !inFlight.hasAnswered()) return Infinity
    return askedAt + Math.min(Math.max(SLOW, 4 * (state.latency ?? 0)), line.window() / 2)
  }

  const receiptDue = () => (pings.out() > 0 ? Infinity : inFlight.receiptDue(pingedAt))
  // After the thread stood still, this timer may run before all that had come meanwhile. So one
  // check is no proof; until the second, what has come gets its turn.
  const betweenChecks = () => Math.min(RECHECK, settings().timeout / 2)
  const checkDue = () => deathDue() - (checks ? 0 : betweenChecks())
  const lookDue = () => (stage === QUIET ? Infinity : upload.lookDue(line.window()))
  const wakeDue = () => Math.min(pingDue(), receiptDue(), checkDue(), slowDue(), lookDue())

  /** Whether a deadline passed so long ago, and nothing came since, that the process slept. */
  function isLate(): boolean {
    const due = Math.min(pingDue(), receiptDue(), deathDue())
    return clock() - Math.max(due, heardAt) >= SLEPT
  }

  /** The same for a look at the link, after which it is unknown how long the pings now out take. */
  function looksLate(): boolean {
    if (!isLate()) return false
    pings.forgetTimes()
    return true
  }

  function arm(): void {
    if (transport.hasEnded() || wakeDue() === Infinity) return
    armedFor = wakeDue()
    deadline.set(fire, armedFor - clock())
  }

  function armForReceipt(): void {
    if (receiptDue() < armedFor) arm()
  }

  function fire(): void {
    if (!transport.ensureOpen()) return
    const now = clock()
    if (upload.look(now)) hear(now)
    const late = looksLate()
    // Only now: a window that this shortens would make the deadline look late.
    line.noteAge(now - startedAt)
    if (now < wakeDue()) arm()
    else if (late && stage < SUSPECTED) suspect(false)
    else if (now >= slowDue()) slowed()
    else if (now < checkDue()) ask(PINGED, line.window(), false)
    else if (checks < (late ? 2 : 1)) checkAgain(now, late)
    else transport.end(cut('heartbeat'), undefined, { byPage, unanswered: !wasAnswered })
  }

  function slowed(): void {
    stage = SLOWED
    showSuspicion(clock())
    arm()
  }

  /** Shows since when the link is suspected; `null` when it is known to live. */
  function showSuspicion(since: number | null): void {
    if ((since === null) === (state.suspectedAt === null)) return
    state.suspectedAt = since && core.options.timer.now()
    events.enqueue('suspect', { since: state.suspectedAt })
  }

  function checkAgain(now: number, late: boolean): void {
    const more = settings().message === null ? longestSilence() : GRACE
    proofDue = Math.max(deathDue(), now + (late ? more : betweenChecks()))
    checks += late ? 2 : 1
    if (now < pingDue()) arm()
    else ask(PINGED, line.window(), false)
  }

  function enter(next: number, ms: number, isByPage: boolean): void {
    // Only the page shortens what an earlier ping was given.
    const earlier = stage === QUIET || isByPage ? 0 : proofDue
    stage = next
    checks = 0
    askedAt = clock()
    proofDue = Math.max(earlier, askedAt + ms)
    byPage = isByPage
    if (next === SUSPECTED) showSuspicion(askedAt)
    arm()
  }

  /** Pings, if it is on us to, and gives the link `ms`; the end of an earlier ping stays. */
  function ask(next: number, ms: number, isByPage: boolean): void {
    const { message, interval } = settings()
    const isBehind = message !== null && upload.isRecent(clock(), interval)
    const granted = isBehind ? Math.max(ms, BEHIND_UPLOAD * line.window()) : ms
    const isFirst = message !== null && ping()
    // The user's function may have ended the link.
    if (transport.hasEnded()) return
    // A ping that could not be made left nothing to answer: the time runs from the first that was.
    if (stage < next || (stage === next && isFirst)) enter(next, granted, isByPage)
    else arm()
  }

  /** Returns whether it is the only one that is out. */
  function ping(): boolean {
    pingedAt = clock()
    drawShare()
    const data = messages.ping()
    if (data === undefined) return false
    pings.add(pingedAt, inFlight.newest())
    events.enqueue('ping', data)
    return pings.out() === 1
  }

  /** Not all of the interval, so that one broadcast to a fleet doesn't align its pings. */
  function drawShare(): void {
    share = 0.8 + 0.2 * core.options.random()
  }

  /** Something has shown that the link lives. */
  function hear(now: number): void {
    const was = stage
    // What took so long was a sleep, or a clock that was set, and not the answer.
    if (pings.out() > 0) looksLate()
    wasAnswered ||= stage !== QUIET || settings().message === null
    heardAt = now
    stage = QUIET
    byPage = false
    checks = 0
    if (was < SLOWED) return
    showSuspicion(null)
    trusted()
  }

  function receive(data: any, now: number): boolean {
    const wasQuiet = stage === QUIET
    hear(now)
    const isHeartbeat = take(data, now)
    // A timer that only re-arms itself is throttled to once a minute in hidden tabs (Chrome's
    // intensive throttling); one armed from a receive callback is not.
    if (!wasQuiet || now - armedByArrivalAt >= settings().interval) {
      armedByArrivalAt = now
      arm()
    } else if (isHeartbeat) armForReceipt()
    return isHeartbeat
  }

  function take(data: any, now: number): boolean {
    const isPong = messages.isPong(data)
    if (!isPong && !messages.reply(data)) return false
    // A function of the user's may have ended the link.
    if (transport.hasEnded()) return true
    const answer = isPong ? pings.answer(now) : null
    if (answer) {
      inFlight.confirm(answer.newest)
      state.latency = answer.latency
      events.enqueue('heartbeat', { latency: answer.latency })
    }
    events.enqueue('pong', data)
    return true
  }

  function suspect(isByPage: boolean): void {
    const { message, interval } = settings()
    const ms = message === null ? longestSilence() : isByPage ? line.pageWindow() : line.window()
    if (interval === Infinity) return
    looksLate()
    if (stage < SUSPECTED) ask(SUSPECTED, ms, isByPage)
    else if (isByPage) {
      proofDue = Math.min(proofDue, clock() + ms)
      byPage = true
      arm()
    }
  }

  // Not with each change of options: what is due already would look late.
  drawShare()

  return {
    suspect,
    receive,
    start() {
      if (settings().interval === Infinity) hear(clock())
      if (clock() >= pingDue() && transport.ensureOpen()) ask(PINGED, line.window(), false)
      else arm()
    },
    awaitReceipt() {
      if (pings.out() === 0 && inFlight.isHalfFull()) ask(PINGED, line.window(), false)
      else armForReceipt()
    },
    wake() {
      if (clock() - heardAt >= FRESH) suspect(true)
    },
    isTrusted() {
      if (stage < SUSPECTED && isLate()) suspect(false)
      return stage < SLOWED
    },
  }
}
