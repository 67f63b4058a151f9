import { socketError } from '../diagnostics.ts'
import { Timeout, type TimerService } from '../timer/index.ts'
import type { RawData } from './options.ts'
import { isBinary, isRawData, sameBytes } from './raw-data.ts'
import { report } from './report.ts'
import type { ResolvedHeartbeat } from './resolve-options.ts'

/** How late, in ms, a deadline must be looked at for us to believe that the process slept. */
const LATE = 1_000

/** What a doubt is given once more when its own deadline is looked at late, in ms. */
const GRACE = 1_000

/** Something that came this recently, in ms, needs no proof when the page wakes. */
const FRESH = 1_000

/** The longest that a doubt raised by the page lasts, in ms: somebody is looking. */
const PAGE_PATIENCE = 5_000

/** What a heartbeat asks of its link. */
export interface HeartbeatLink {
  /** Whether the native socket is still open; if not, the link has ended by the time this returns. */
  readonly isReady: boolean
  readonly bufferedAmount: number
  readonly settings: ResolvedHeartbeat
  readonly timer: TimerService
  readonly random: () => number
  send(data: RawData): void
  pinged(data: RawData): void
  ponged(data: RawData): void
  answered(latency: number): void
  /** A doubt is over: something came. */
  cleared(): void
  dead(death: HeartbeatDeath): void
}

export interface HeartbeatDeath {
  /** The page had raised the doubt, so somebody waits: redial at once. */
  readonly byPage: boolean
  /** No ping of this link was ever followed by anything. */
  readonly unanswered: boolean
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
 */
export class Heartbeat {
  readonly #link: HeartbeatLink
  /** Multiplies `timeout`: links after a death by heartbeat get more time. */
  readonly #patience: number
  readonly #timeout = new Timeout()
  #heardAt = 0
  #pingedAt = 0
  #wait = 0
  #trial: Trial | null = null
  #awaitsPong = false
  #everAnswered = false
  #stopped = false
  /** The timer fired since it was armed from a receive callback. */
  #fired = false
  #armedByArrivalAt = 0

  constructor(link: HeartbeatLink, patience: number) {
    this.#link = link
    this.#patience = patience
  }

  /** Whether `send()` should queue because nobody knows if the link lives. */
  get inDoubt(): boolean {
    return this.#trial !== null && this.#trial.kind !== 'ping'
  }

  start(now: number): void {
    this.#heardAt = this.#pingedAt = this.#armedByArrivalAt = now
    this.#drawWait()
    this.#arm(now)
  }

  /** Goes on with changed settings. */
  restart(now: number): void {
    this.#drawWait()
    this.#arm(now)
  }

  stop(): void {
    this.#stopped = true
    this.#timeout.clear()
  }

  /** Notes an arrival; returns `true` if it was a heartbeat and is nobody else's business. */
  take(data: any, now: number): boolean {
    this.#heard(now)
    const isPong = this.#isPong(data)
    if (!isPong && !this.#reply(data)) return false
    if (isPong && this.#awaitsPong) {
      this.#awaitsPong = false
      this.#link.answered(Math.max(0, now - this.#pingedAt))
    }
    this.#link.ponged(data)
    return true
  }

  /** Asks for proof of life now. Raised once a silence; a page that wakes may shorten it only. */
  doubt(now: number, byPage: boolean): void {
    const trial = this.#trial
    const span = this.#spanOfDoubt(byPage)
    if (trial === null || trial.kind === 'ping') {
      this.#try('doubt', now, span, byPage)
    } else if (byPage && trial.kind === 'doubt') {
      trial.byPage = true
      trial.span = Math.min(trial.span, now - trial.since + span)
      this.#arm(now)
    }
  }

  /** The page woke: doubt, unless something came just now. */
  wake(now: number): void {
    this.#settleClock(now)
    if (now - this.#heardAt >= FRESH) this.doubt(now, true)
  }

  /** Looks at the deadlines from `send()`: one that is late means that the process slept. */
  suspect(now: number): void {
    this.#settleClock(now)
    if (!this.inDoubt && now - this.#deadline >= LATE) this.doubt(now, false)
  }

  get #patient(): number {
    return this.#link.settings.timeout * this.#patience
  }

  #spanOfDoubt(byPage: boolean): number {
    const { message, interval } = this.#link.settings
    if (message === null) return interval + this.#patient
    return byPage ? Math.min(this.#patient, PAGE_PATIENCE) : this.#patient
  }

  /** When a ping, or with `message: null` the end of patience, is due. */
  get #silenceEnds(): number {
    const { message, interval, idleOnly } = this.#link.settings
    if (message === null) return this.#heardAt + interval + this.#patient
    return (idleOnly ? Math.max(this.#heardAt, this.#pingedAt) : this.#pingedAt) + this.#wait
  }

  get #deadline(): number {
    const trial = this.#trial
    if (trial === null) return this.#silenceEnds
    const { message, idleOnly } = this.#link.settings
    const trialEnds = trial.since + trial.span
    return idleOnly || message === null ? trialEnds : Math.min(trialEnds, this.#silenceEnds)
  }

  #heard(now: number): void {
    this.#heardAt = now
    const trial = this.#trial
    if (trial !== null) {
      this.#trial = null
      if (trial.kind !== 'ping') this.#link.cleared()
    }
    this.#everAnswered ||= trial !== null || this.#link.settings.message === null
    // A timer that only re-arms itself is throttled to once a minute in hidden tabs (Chrome's
    // intensive throttling); one armed from a receive callback is not.
    const { interval } = this.#link.settings
    if (this.#fired && (trial !== null || now - this.#armedByArrivalAt >= interval)) {
      this.#fired = false
      this.#armedByArrivalAt = now
      this.#arm(now)
    }
  }

  #arm(now: number): void {
    if (this.#stopped) return
    this.#timeout.set(this.#link.timer, this.#fire, Math.max(0, this.#deadline - now))
  }

  readonly #fire = (): void => {
    if (!this.#link.isReady) return
    this.#fired = true
    const now = this.#link.timer.now()
    this.#settleClock(now)
    const trial = this.#trial
    if (trial !== null && now >= trial.since + trial.span) {
      this.#judge(trial, now)
    } else if (now >= this.#deadline) {
      this.#endSilence(now)
    } else {
      this.#arm(now)
    }
  }

  /** A trial's time is up. */
  #judge(trial: Trial, now: number): void {
    const isLate = now - (trial.since + trial.span) >= LATE
    if (isLate && trial.kind === 'ping') {
      this.doubt(now, false)
    } else if (isLate && trial.kind === 'doubt') {
      this.#trial = { ...trial, kind: 'grace', since: now, span: GRACE }
      this.#arm(now)
    } else {
      this.#link.dead({ byPage: trial.byPage, unanswered: !this.#everAnswered })
    }
  }

  /** The silence has lasted its time, or the next unconditional ping is due. */
  #endSilence(now: number): void {
    const isLate = now - this.#silenceEnds >= LATE && now - this.#heardAt >= LATE
    if (isLate && !this.inDoubt) {
      this.doubt(now, false)
    } else if (this.#link.settings.message === null) {
      this.#link.dead({ byPage: false, unanswered: !this.#everAnswered })
    } else {
      this.#try('ping', now, this.#patient, false)
    }
  }

  /** Pings, if we are to, and gives the link `span` ms; an earlier deadline stays. */
  #try(kind: 'ping' | 'doubt', now: number, span: number, byPage: boolean): void {
    const { message, timeout } = this.#link.settings
    // What is still on its way out goes ahead of the ping: a large transfer must not look dead.
    const isBehindOthers = message !== null && this.#link.bufferedAmount > 0
    const trial: Trial = {
      kind,
      since: now,
      span: isBehindOthers ? Math.max(span, 2 * timeout) : span,
      byPage,
    }
    // Without a ping there is no answer to wait for.
    if (message === null || this.#ping(now)) {
      this.#trial = kind === 'ping' ? (this.#trial ?? trial) : trial
    }
    this.#arm(now)
  }

  #ping(now: number): boolean {
    const { message } = this.#link.settings
    this.#pingedAt = now
    this.#drawWait()
    try {
      const data = typeof message === 'function' ? message() : message
      if (!isRawData(data)) throw socketError('HEARTBEAT_SOCKET_R0003', { value: 'a heartbeat' })
      this.#link.send(data)
      this.#awaitsPong = true
      this.#link.pinged(data)
      return true
    } catch (error) {
      report(error)
      return false
    }
  }

  /** Not all of the interval, so that one broadcast to a fleet doesn't align its pings. */
  #drawWait(): void {
    this.#wait = this.#link.settings.interval * (0.8 + 0.2 * this.#link.random())
  }

  /** The wall clock may step back: a time stamp from the future is taken for now. */
  #settleClock(now: number): void {
    this.#heardAt = Math.min(this.#heardAt, now)
    this.#pingedAt = Math.min(this.#pingedAt, now)
    this.#armedByArrivalAt = Math.min(this.#armedByArrivalAt, now)
    if (this.#trial !== null) this.#trial.since = Math.min(this.#trial.since, now)
  }

  #isPong(data: any): boolean {
    const { pong } = this.#link.settings
    if (typeof pong === 'string') return data === pong
    try {
      if (typeof pong === 'function') return Boolean(pong(data))
    } catch (error) {
      report(error)
      return false
    }
    return isBinary(data) && !(data instanceof Blob) && sameBytes(data, pong as ArrayBufferLike)
  }

  #reply(data: any): boolean {
    const { reply } = this.#link.settings
    if (reply === undefined) return false
    try {
      const answer = reply(data)
      if (answer === undefined) return false
      this.#link.send(answer)
      return true
    } catch (error) {
      report(error)
      return false
    }
  }
}
