import { Timeout } from '../timer/index.ts'
import { longDelay } from './backoff.ts'
import type { CloseInfo } from './close-info.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import type { SuspendedBy } from './status.ts'

/** Whom a schedule works for. */
export interface ScheduleOwner {
  readonly options: ResolvedOptions
  /** It is time to dial. */
  due(close?: CloseInfo): void
  /** A wait has begun or changed; without `retryIn` it has no end of its own. */
  waits(status: 'reconnecting' | 'suspended', retryIn?: number, close?: CloseInfo): void
}

/** When to dial next, as far as the page allows it. */
export class Schedule {
  readonly #owner: ScheduleOwner
  readonly #timeout = new Timeout()
  #dialledAt = 0
  #retryAt: number | null = null
  #suspendedBy: SuspendedBy | null = null

  constructor(owner: ScheduleOwner) {
    this.#owner = owner
  }

  get retryAt(): number | null {
    return this.#retryAt
  }

  get suspendedBy(): SuspendedBy | null {
    return this.#suspendedBy
  }

  /** How long ago, in ms, the last dial began. */
  get sinceDial(): number {
    const now = this.#now
    this.#dialledAt = Math.min(this.#dialledAt, now)
    return now - this.#dialledAt
  }

  /** A dial begins: nothing is planned any more. */
  begin(): void {
    this.stop()
    this.#dialledAt = this.#now
  }

  stop(): void {
    this.#timeout.clear()
    this.#retryAt = null
    this.#suspendedBy = null
  }

  /** Plans a dial in `delay` ms; the page may put it off. */
  plan(delay: number, close?: CloseInfo): void {
    const { reconnect, random } = this.#owner.options
    const obstacle = this.#obstacle
    if (obstacle === 'hidden') this.suspend('hidden', close)
    else if (obstacle === 'offline') this.#wait(longDelay(reconnect, random), 'offline', close)
    else this.#wait(delay, null, close)
  }

  /** Dials in this task if the page allows it, else plans. */
  dialNow(close?: CloseInfo): void {
    if (this.#obstacle === null) this.#owner.due(close)
    else this.plan(0, close)
  }

  /** Waits until the page comes back, however long that takes. */
  suspend(by: SuspendedBy, close?: CloseInfo): void {
    this.stop()
    this.#suspendedBy = by
    this.#owner.waits('suspended', undefined, close)
  }

  /** The page froze: what is planned stays planned, should the signal prove wrong. */
  freeze(): void {
    if (this.#retryAt === null) return
    this.#wait(Math.max(0, this.#retryAt - this.#now), 'frozen')
  }

  /** The page went offline or out of sight. */
  review(): void {
    if (this.#obstacle !== null && this.#obstacle !== this.#suspendedBy) this.plan(0)
  }

  /** The page woke: dial now, but not within `minDelay` of the last dial's start. */
  hasten(): void {
    if (this.#obstacle !== null) {
      this.review()
      return
    }
    const delay = this.#owner.options.reconnect.minDelay - this.sinceDial
    if (delay <= 0) {
      this.#owner.due()
    } else if (this.#retryAt === null || this.#retryAt > this.#now + delay || this.#suspendedBy) {
      const planned = this.#retryAt === null ? Infinity : this.#retryAt - this.#now
      this.#wait(Math.max(0, Math.min(delay, planned)), null)
    }
  }

  get #now(): number {
    return this.#owner.options.timer.now()
  }

  /** What speaks against dialling; read live, because the events are not to be relied on. */
  get #obstacle(): 'offline' | 'hidden' | null {
    const { page, reconnect } = this.#owner.options
    if (page?.online === false) return 'offline'
    return page?.visible === false && !reconnect.whenHidden ? 'hidden' : null
  }

  #wait(delay: number, suspendedBy: SuspendedBy | null, close?: CloseInfo): void {
    const { timer } = this.#owner.options
    this.#timeout.set(timer, () => this.#wake(), delay)
    this.#retryAt = timer.now() + delay
    this.#suspendedBy = suspendedBy
    this.#owner.waits(suspendedBy === null ? 'reconnecting' : 'suspended', delay, close)
  }

  /** The wait is over. Whoever waited as offline dials all the same: `onLine` lies at times. */
  #wake(): void {
    if (this.#obstacle === null || this.#obstacle === this.#suspendedBy) this.#owner.due()
    else this.plan(0)
  }
}
