import { socketError } from '../diagnostics.ts'
import type { Core } from './core.ts'
import type { NativeSocket, RawData } from '../options/options.ts'
import { isBinary, isRawData, sameBytes } from '../options/raw-data.ts'
import { attempt } from './report.ts'

/**
 * In ms: how late a deadline must be looked at for us to believe that the process slept; what a
 * doubt is given once more when its own is; the time between the two looks that a death takes; and
 * how fresh an arrival must be to need no proof.
 */
const SECOND = 1_000

/** The longest that a doubt raised by the page lasts, in ms: somebody is looking. */
const PAGE_PATIENCE = 5_000

export interface HeartbeatDeath {
  /** The page had raised the doubt, so somebody waits: redial at once. */
  readonly byPage: boolean
  /** No ping of this link was ever followed by anything. */
  readonly unanswered: boolean
}

/** What a heartbeat asks of its link. */
export interface HeartbeatOwner {
  readonly native: NativeSocket
  /** @throws what the native socket throws */
  readonly send: (data: RawData) => void
  hasEnded(): boolean
  /** Whether the link is open, its native socket too; if that is not, this ends the link. */
  isReady(): boolean
  /** A doubt is over. */
  flowing(): void
  dead(death: HeartbeatDeath): void
}

export interface Heartbeat {
  /** Whether `send()` should queue because nobody knows if the link lives. */
  inDoubt(): boolean
  /** Begins to watch, or goes on with changed options. */
  start(): void
  /** Notes an arrival; returns `true` if it was a heartbeat and is nobody else's business. */
  take(data: any, now: number): boolean
  /** Asks for proof of life now. Raised once a silence; a page that wakes may only shorten it. */
  doubt(byPage: boolean): void
  /** The page woke: doubt, unless something came just now. */
  wake(): void
  /** Looks at the deadline from `send()`: one that is late means that the process slept. */
  suspect(): void
}

/** Nothing is asked of the link. */
const QUIET = 0
/** A ping is out. */
const PINGED = 1
/** Nobody knows if the link lives, and it has been asked. */
const DOUBTED = 2

/**
 * Decides when to ping, when to doubt, and when to call a link dead. One timer sleeps to the
 * earliest deadline and on waking looks at the last arrival; messages only leave a time stamp.
 *
 * @param patience - multiplies `timeout`: links after a death by heartbeat get more time
 */
export function createHeartbeat(core: Core, owner: HeartbeatOwner, patience: number): Heartbeat {
  const { state, events, clock, timeout } = core
  let phase = QUIET
  /** Until when, unless it is quiet, the link must prove that it lives. */
  let proofDue = 0
  /** Looks at a link that seems dead; one that came late counts for two. */
  let looks = 0
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
  const patient = () => settings().timeout * patience
  const inDoubt = () => phase >= DOUBTED
  /** How long a server that beats unasked may say nothing. */
  const longestSilence = () => settings().interval + patient()

  function pingDue(): number {
    const { message, idleOnly } = settings()
    if (message === null || (idleOnly && phase !== QUIET)) return Infinity
    return (idleOnly ? Math.max(heardAt, pingedAt) : pingedAt) + wait
  }

  function deathDue(): number {
    if (phase !== QUIET) return proofDue
    if (settings().message !== null) return Infinity
    return looks ? proofDue : heardAt + longestSilence()
  }

  // After the thread stood still, this timer may run before all that had come meanwhile. So one look
  // is no proof; until the second, what has come gets its turn.
  const betweenLooks = () => Math.min(SECOND, settings().timeout / 2)
  const lookDue = () => deathDue() - (looks ? 0 : betweenLooks())
  const wakeDue = () => Math.min(pingDue(), lookDue())

  /** Whether a deadline passed so long ago, and nothing came since, that the process slept. */
  function isLate(): boolean {
    return clock() - Math.max(Math.min(pingDue(), deathDue()), heardAt) >= SECOND
  }

  function arm(): void {
    if (state.status === 'open' && wakeDue() < Infinity) timeout(fire, wakeDue() - clock())
  }

  function fire(): void {
    if (!owner.isReady()) return
    const now = clock()
    const late = isLate()
    if (now < wakeDue()) arm()
    else if (late && !inDoubt()) doubt(false)
    else if (now < lookDue()) ask(PINGED, patient(), false)
    else if (looks < (late ? 2 : 1)) lookAgain(now, late)
    else owner.dead({ byPage, unanswered: !wasAnswered })
  }

  function lookAgain(now: number, late: boolean): void {
    const more = settings().message === null ? longestSilence() : SECOND
    proofDue = Math.max(deathDue(), now + (late ? more : betweenLooks()))
    looks += late ? 2 : 1
    if (now < pingDue()) arm()
    else ask(PINGED, patient(), false)
  }

  function enter(next: number, ms: number, isByPage: boolean): void {
    phase = next
    looks = 0
    proofDue = clock() + ms
    byPage = isByPage
    arm()
  }

  /** Pings, if it is on us to, and gives the link `ms`; the end of an earlier ping stays. */
  function ask(next: number, ms: number, isByPage: boolean): void {
    const { message, timeout: usual } = settings()
    // What is still on its way out goes ahead of the ping: a large transfer must not look dead.
    const isBehindOthers = message !== null && owner.native.bufferedAmount > 0
    const granted = isBehindOthers ? Math.max(ms, 2 * usual) : ms
    // Without a ping there is no answer to wait for.
    const isAsked = message === null || attempt(ping)
    if (isAsked && phase < next) enter(next, granted, isByPage)
    else arm()
  }

  function ping(): boolean {
    const { message } = settings()
    pingedAt = clock()
    drawWait()
    const data = typeof message === 'function' ? message() : message
    if (state.status !== 'open') return false
    if (!isRawData(data)) throw socketError('R0003')
    owner.send(data)
    askedAt = pingedAt
    events.enqueue('ping', data)
    return true
  }

  /** Not all of the interval, so that one broadcast to a fleet doesn't align its pings. */
  function drawWait(): void {
    wait = settings().interval * (0.8 + 0.2 * core.options.random())
  }

  function heard(now: number): void {
    const { message, interval } = settings()
    const was = phase
    heardAt = now
    phase = QUIET
    looks = 0
    wasAnswered ||= was !== QUIET || message === null
    if (was >= DOUBTED) owner.flowing()
    // A timer that only re-arms itself is throttled to once a minute in hidden tabs (Chrome's
    // intensive throttling); one armed from a receive callback is not.
    if (was !== QUIET || now - armedByArrivalAt >= interval) {
      armedByArrivalAt = now
      arm()
    }
  }

  function isPong(data: any): boolean {
    const { pong } = settings()
    if (typeof pong === 'function') return Boolean(attempt(pong, data))
    // Text, as most of what arrives is, needs no closer look.
    return data === pong || (typeof data !== 'string' && isBinary(pong) && sameBytes(data, pong))
  }

  function reply(data: any): boolean {
    const { reply: answerTo } = settings()
    const answer = answerTo && attempt(answerTo, data)
    if (answer === undefined) return false
    if (!owner.hasEnded()) attempt(owner.send, answer)
    return true
  }

  function doubt(isByPage: boolean): void {
    const { message, interval } = settings()
    const ms =
      message === null ? longestSilence() : Math.min(patient(), isByPage ? PAGE_PATIENCE : Infinity)
    if (interval === Infinity) return
    if (!inDoubt()) ask(DOUBTED, ms, isByPage)
    else if (isByPage) {
      proofDue = Math.min(proofDue, clock() + ms)
      byPage = true
      arm()
    }
  }

  return {
    inDoubt,
    doubt,
    start() {
      const now = clock()
      if (!pingedAt) heardAt = pingedAt = armedByArrivalAt = now
      drawWait()
      if (settings().interval === Infinity) heard(now)
      arm()
    },
    take(data, now) {
      heard(now)
      const isAnswer = isPong(data)
      if (!isAnswer && !reply(data)) return false
      // A function of the user's may have ended the link.
      if (owner.hasEnded()) return true
      if (isAnswer && askedAt !== null) {
        const latency = (state.latency = now - askedAt)
        askedAt = null
        events.enqueue('heartbeat', { latency })
      }
      events.enqueue('pong', data)
      return true
    },
    wake() {
      if (clock() - heardAt >= SECOND) doubt(true)
    },
    suspect() {
      if (!inDoubt() && isLate()) doubt(false)
    },
  }
}
