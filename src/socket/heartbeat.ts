import { socketError } from '../diagnostics.ts'
import { createTimeout, type Core } from './core.ts'
import type { NativeSocket } from './options.ts'
import { isBinary, isRawData, sameBytes } from './raw-data.ts'
import { attempt } from './report.ts'

/**
 * In ms: how late a deadline must be looked at for us to believe that the process slept; what a
 * doubt is given once more when its own is; and how fresh an arrival must be to need no proof.
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
  /** Whether the native socket is still open; if not, the link has ended by the time this returns. */
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
  stop(): void
  /** Notes an arrival; returns `true` if it was a heartbeat and is nobody else's business. */
  take(data: any, now: number): boolean
  /** Asks for proof of life now. Raised once a silence; a page that wakes may only shorten it. */
  doubt(byPage: boolean): void
  /** The page woke: doubt, unless something came just now. */
  wake(): void
  /** Looks at the deadline from `send()`: one that is late means that the process slept. */
  suspect(): void
}

/** The link must prove within `span` ms from `since` that it lives. */
interface Trial {
  readonly kind: 'ping' | 'doubt' | 'grace'
  since: number
  span: number
  byPage: boolean
}

/**
 * Decides when to ping, when to doubt, and when to call a link dead. One timer sleeps to the
 * earliest deadline and on waking looks at the last arrival; messages only leave a time stamp.
 *
 * @param patience - multiplies `timeout`: links after a death by heartbeat get more time
 */
export function createHeartbeat(core: Core, owner: HeartbeatOwner, patience: number): Heartbeat {
  const { state, events } = core
  const timeout = createTimeout(core)
  let isRunning = false
  let heardAt = 0
  let pingedAt = 0
  let wait = 0
  let trial: Trial | null = null
  let awaitsPong = false
  let wasAnswered = false
  /** The timer fired since it was armed from a receive callback, and when that was. */
  let hasFired = false
  let armedByArrivalAt = 0

  const settings = () => core.options.heartbeat
  const patient = () => settings().timeout * patience
  const inDoubt = () => trial !== null && trial.kind !== 'ping'

  /** The wall clock may have stepped back: a time stamp from the future is taken for now. */
  function readClock(): number {
    const now = core.options.timer.now()
    heardAt = Math.min(heardAt, now)
    pingedAt = Math.min(pingedAt, now)
    armedByArrivalAt = Math.min(armedByArrivalAt, now)
    if (trial) trial.since = Math.min(trial.since, now)
    return now
  }

  /** When a ping, or with `message: null` the end of patience, is due. */
  function silenceEnds(): number {
    const { message, interval, idleOnly } = settings()
    if (message === null) return heardAt + interval + patient()
    return (idleOnly ? Math.max(heardAt, pingedAt) : pingedAt) + wait
  }

  function deadline(): number {
    const { message, idleOnly } = settings()
    const isPingDue = !trial || !(idleOnly || message === null)
    return Math.min(
      trial ? trial.since + trial.span : Infinity,
      isPingDue ? silenceEnds() : Infinity,
    )
  }

  function arm(now: number): void {
    if (isRunning && deadline() < Infinity) timeout(fire, Math.max(0, deadline() - now))
  }

  function fire(): void {
    if (!owner.isReady()) return
    hasFired = true
    const now = readClock()
    if (trial && now >= trial.since + trial.span) judge(trial, now)
    else if (now >= deadline()) endSilence(now)
    else arm(now)
  }

  /** A trial's time is up. */
  function judge({ kind, since, span, byPage }: Trial, now: number): void {
    const isLate = now - since - span >= SECOND
    if (!isLate || kind === 'grace') die(byPage)
    else if (kind === 'ping') doubt(false)
    else begin({ kind: 'grace', since: now, span: SECOND, byPage })
  }

  /** The silence has lasted its time, or the next unconditional ping is due. */
  function endSilence(now: number): void {
    const isLate = now - Math.max(silenceEnds(), heardAt) >= SECOND
    if (isLate && !inDoubt()) doubt(false)
    else if (settings().message === null) die(false)
    else ping('ping', patient(), false)
  }

  function die(byPage: boolean): void {
    owner.dead({ byPage, unanswered: !wasAnswered })
  }

  function begin(next: Trial): void {
    trial = next
    arm(next.since)
  }

  /** Pings, if we are to, and gives the link `span` ms; the deadline of an earlier ping stays. */
  function ping(kind: 'ping' | 'doubt', span: number, byPage: boolean): void {
    const { message, timeout: patience } = settings()
    const now = readClock()
    const { bufferedAmount } = owner.native
    const isAsked = message === null || attempt(send)
    // What is still on its way out goes ahead of the ping: a large transfer must not look dead.
    if (message !== null && bufferedAmount > 0) span = Math.max(span, 2 * patience)
    // Without a ping there is no answer to wait for.
    if (isAsked && !(trial && kind === 'ping')) begin({ kind, since: now, span, byPage })
    else arm(now)
  }

  function send(): boolean {
    const { message } = settings()
    pingedAt = core.options.timer.now()
    drawWait()
    const data = typeof message === 'function' ? message() : message
    if (!isRawData(data)) throw socketError('R0003')
    owner.native.send(data)
    awaitsPong = true
    events.enqueue('ping', data)
    return true
  }

  /** Not all of the interval, so that one broadcast to a fleet doesn't align its pings. */
  function drawWait(): void {
    wait = settings().interval * (0.8 + 0.2 * core.options.random())
  }

  function heard(now: number): void {
    const { message, interval } = settings()
    const wasTried = trial !== null
    const wasInDoubt = inDoubt()
    heardAt = now
    wasAnswered ||= wasTried || message === null
    trial = null
    if (wasInDoubt) owner.flowing()
    // A timer that only re-arms itself is throttled to once a minute in hidden tabs (Chrome's
    // intensive throttling); one armed from a receive callback is not.
    if (hasFired && (wasTried || now - armedByArrivalAt >= interval)) {
      hasFired = false
      armedByArrivalAt = now
      arm(now)
    }
  }

  function isPong(data: any): boolean {
    const { pong } = settings()
    if (typeof pong === 'function') return Boolean(attempt(() => pong(data)))
    return data === pong || (isBinary(pong) && isBinary(data) && sameBytes(data, pong))
  }

  function reply(data: any): boolean {
    const answer = attempt(() => settings().reply?.(data))
    if (answer === undefined) return false
    attempt(() => owner.native.send(answer))
    return true
  }

  function doubt(byPage: boolean): void {
    const { message, interval } = settings()
    const span =
      message === null
        ? interval + patient()
        : Math.min(patient(), byPage ? PAGE_PATIENCE : Infinity)
    if (interval === Infinity) return
    const now = readClock()
    if (!inDoubt()) {
      ping('doubt', span, byPage)
    } else if (byPage && trial!.kind === 'doubt') {
      trial!.byPage = true
      trial!.span = Math.min(trial!.span, now - trial!.since + span)
      arm(now)
    }
  }

  return {
    inDoubt,
    doubt,
    start() {
      const now = readClock()
      if (!isRunning) heardAt = pingedAt = armedByArrivalAt = now
      isRunning = true
      timeout()
      drawWait()
      arm(now)
    },
    stop() {
      isRunning = false
      timeout()
    },
    take(data, now) {
      heard(now)
      const isAnswer = isPong(data)
      if (!isAnswer && !reply(data)) return false
      if (isAnswer && awaitsPong) {
        awaitsPong = false
        const latency = (state.latency = Math.max(0, now - pingedAt))
        events.enqueue('heartbeat', { latency })
      }
      events.enqueue('pong', data)
      return true
    },
    wake() {
      if (readClock() - heardAt >= SECOND) doubt(true)
    },
    suspect() {
      if (isRunning && !inDoubt() && readClock() - deadline() >= SECOND) doubt(false)
    },
  }
}
