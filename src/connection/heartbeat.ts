import { socketError, type SocketError } from '../diagnostics.ts'
import { cut } from '../options/close-info.ts'
import type { NativeSocket } from '../options/options.ts'
import { isBinary, isRawData, sameBytes } from '../options/raw-data.ts'
import { call } from './callbacks.ts'
import { consult } from './consult.ts'
import { emitError, type Core } from './core.ts'
import type { Deadline } from './deadline.ts'
import type { Transport } from './transport.ts'

/** How late, in ms, a deadline must be looked at to show that the process slept. */
const SLEPT = 1_000

/** An arrival this fresh, in ms, needs no proof of life when the page wakes. */
const FRESH = 1_000

/** The longest time, in ms, between the two checks that a death takes. */
const RECHECK = 1_000

/** What a deadline that is late itself gets once more, in ms. */
const GRACE = 1_000

/** The longest that a suspicion raised by the page lasts, in ms: its user waits for the answer. */
const PAGE_WINDOW = 5_000

export interface Heartbeat {
  /** Whether the link is known to live; a deadline that is late shows that the process slept. */
  isTrusted(): boolean
  /** Begins to watch, or goes on with changed options; returns whether that ended a suspicion. */
  start(): boolean
  /** Notes an arrival; returns whether that ended a suspicion. */
  hear(now: number): boolean
  /** Whether data is a heartbeat, which no listener gets: a pong, or a ping that it replies to. */
  take(data: any, now: number): boolean
  /** Asks for proof of life now. Raised once a silence; a page that wakes may only shorten it. */
  suspect(byPage: boolean): void
  /** The page woke: suspects the link, unless something came just now. */
  wake(): void
}

const isNoReply = (answer: unknown): boolean => (answer ?? false) === false
const isReply = (answer: unknown): boolean => isNoReply(answer) || isRawData(answer)

/** Nothing is asked of the link. */
const QUIET = 0
/** A ping is out. */
const PINGED = 1
/** It is unknown if the link lives, and it has been asked. */
const SUSPECTED = 2

/**
 * Decides when to ping, when to suspect a link, and when it is dead. One timer sleeps to the
 * earliest deadline and on waking looks at the last arrival; messages only leave a time stamp.
 *
 * @param slowness - multiplies `timeout`: links after a death by heartbeat get more time
 */
export function createHeartbeat(
  core: Core,
  transport: Transport,
  socket: NativeSocket,
  deadline: Deadline,
  slowness: number,
): Heartbeat {
  const { state, events, clock } = core
  let stage = QUIET
  /** Until when, unless it is quiet, the link must prove that it lives. */
  let proofDue = 0
  /** Expired checks so far; a late one counts twice. */
  let checks = 0
  let byPage = false
  let heardAt = 0
  /** The opening counts as a ping; 0 before. */
  let pingedAt = 0
  let wait = 0
  /** When the ping went out that no pong has answered yet. */
  let askedAt: number | null = null
  let wasAnswered = false
  let armedByArrivalAt = 0

  const settings = () => core.options.heartbeat
  const raise = (error: SocketError) => emitError(core, error)
  const window = () => settings().timeout * slowness
  const isSuspected = () => stage === SUSPECTED
  /** How long a server that beats unasked may say nothing. */
  const longestSilence = () => settings().interval + window()

  function pingDue(): number {
    const { message, idleOnly } = settings()
    if (message === null || (idleOnly && stage !== QUIET)) return Infinity
    return (idleOnly ? Math.max(heardAt, pingedAt) : pingedAt) + wait
  }

  function deathDue(): number {
    if (stage !== QUIET) return proofDue
    if (settings().message !== null) return Infinity
    return checks ? proofDue : heardAt + longestSilence()
  }

  // After the thread stood still, this timer may run before all that had come meanwhile. So one
  // check is no proof; until the second, what has come gets its turn.
  const betweenChecks = () => Math.min(RECHECK, settings().timeout / 2)
  const checkDue = () => deathDue() - (checks ? 0 : betweenChecks())
  const wakeDue = () => Math.min(pingDue(), checkDue())

  /** Whether a deadline passed so long ago, and nothing came since, that the process slept. */
  function isLate(): boolean {
    return clock() - Math.max(Math.min(pingDue(), deathDue()), heardAt) >= SLEPT
  }

  function arm(): void {
    if (!transport.hasEnded() && wakeDue() < Infinity) deadline.set(fire, wakeDue() - clock())
  }

  function fire(): void {
    if (!transport.ensureOpen()) return
    const now = clock()
    const late = isLate()
    if (now < wakeDue()) arm()
    else if (late && !isSuspected()) suspect(false)
    else if (now < checkDue()) ask(PINGED, window(), false)
    else if (checks < (late ? 2 : 1)) checkAgain(now, late)
    else transport.end(cut('heartbeat'), undefined, { byPage, unanswered: !wasAnswered })
  }

  function checkAgain(now: number, late: boolean): void {
    const more = settings().message === null ? longestSilence() : GRACE
    proofDue = Math.max(deathDue(), now + (late ? more : betweenChecks()))
    checks += late ? 2 : 1
    if (now < pingDue()) arm()
    else ask(PINGED, window(), false)
  }

  function enter(next: number, ms: number, isByPage: boolean): void {
    stage = next
    checks = 0
    proofDue = clock() + ms
    byPage = isByPage
    arm()
  }

  /** Pings, if it is on us to, and gives the link `ms`; the end of an earlier ping stays. */
  function ask(next: number, ms: number, isByPage: boolean): void {
    const { message, timeout: usual } = settings()
    // What is still on its way out goes ahead of the ping: a large transfer must not look dead.
    const isBehindOthers = message !== null && socket.bufferedAmount > 0
    const granted = isBehindOthers ? Math.max(ms, 2 * usual) : ms
    // Without a ping there is no answer to wait for.
    const isAsked = message === null || call(ping)
    if (isAsked && stage < next) enter(next, granted, isByPage)
    else arm()
  }

  function ping(): boolean {
    const { message } = settings()
    pingedAt = clock()
    drawWait()
    const data = typeof message === 'function' ? message() : message
    // A function of the user's may have ended the link.
    if (transport.hasEnded()) return false
    if (!isRawData(data)) throw socketError('R0003')
    socket.send(data)
    askedAt = pingedAt
    events.enqueue('ping', data)
    return true
  }

  /** Not all of the interval, so that one broadcast to a fleet doesn't align its pings. */
  function drawWait(): void {
    wait = settings().interval * (0.8 + 0.2 * core.options.random())
  }

  function hear(now: number): boolean {
    const { message, interval } = settings()
    const was = stage
    heardAt = now
    stage = QUIET
    checks = 0
    wasAnswered ||= was !== QUIET || message === null
    // A timer that only re-arms itself is throttled to once a minute in hidden tabs (Chrome's
    // intensive throttling); one armed from a receive callback is not.
    if (was !== QUIET || now - armedByArrivalAt >= interval) {
      armedByArrivalAt = now
      arm()
    }
    return was === SUSPECTED
  }

  function isPong(data: any): boolean {
    const { pong } = settings()
    if (typeof pong === 'function') {
      return Boolean(consult(core, 'heartbeat.pong', raise, pong, data))
    }
    // Text, as most of what arrives is, needs no closer look.
    return data === pong || (typeof data !== 'string' && isBinary(pong) && sameBytes(data, pong))
  }

  function reply(data: any): boolean {
    const { reply: answerTo } = settings()
    if (!answerTo) return false
    const option = 'heartbeat.reply'
    const answer = consult(core, option, raise, answerTo, data, undefined, isReply)
    if (isNoReply(answer)) return false
    if (!transport.hasEnded()) socket.send(answer)
    return true
  }

  function suspect(isByPage: boolean): void {
    const { message, interval } = settings()
    const ms =
      message === null ? longestSilence() : Math.min(window(), isByPage ? PAGE_WINDOW : Infinity)
    if (interval === Infinity) return
    if (!isSuspected()) ask(SUSPECTED, ms, isByPage)
    else if (isByPage) {
      proofDue = Math.min(proofDue, clock() + ms)
      byPage = true
      arm()
    }
  }

  return {
    suspect,
    hear,
    start() {
      const now = clock()
      if (!pingedAt) heardAt = pingedAt = armedByArrivalAt = now
      drawWait()
      const isTrusted = settings().interval === Infinity && hear(now)
      arm()
      return isTrusted
    },
    take(data, now) {
      const isAnswer = isPong(data)
      if (!isAnswer && !reply(data)) return false
      // A function of the user's may have ended the link.
      if (transport.hasEnded()) return true
      if (isAnswer && askedAt !== null) {
        const latency = (state.latency = now - askedAt)
        askedAt = null
        events.enqueue('heartbeat', { latency })
      }
      events.enqueue('pong', data)
      return true
    },
    wake() {
      if (clock() - heardAt >= FRESH) suspect(true)
    },
    isTrusted() {
      if (!isSuspected() && isLate()) suspect(false)
      return !isSuspected()
    },
  }
}
