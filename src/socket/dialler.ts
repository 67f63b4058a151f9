import type { SocketError } from '../diagnostics.ts'
import { redact } from './address.ts'
import type { CloseInfo } from './close-info.ts'
import type { Emitter } from './emitter.ts'
import type { SocketEvents, StatusChange } from './events.ts'
import { Link, type LinkEnd, type LinkOwner } from './link.ts'
import type { RawData } from './options.ts'
import type { PageSignal } from './page.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import { Schedule, type ScheduleOwner } from './schedule.ts'
import { Series } from './series.ts'
import { isLegal, type SocketStatus } from './status.ts'

/** Whom a dialler works for. */
export interface DiallerOwner {
  readonly options: ResolvedOptions
  readonly events: Emitter<SocketEvents>
  arrived(raw: unknown, at: number): void
  /** The link takes messages: a new one has opened, or a doubt is over. */
  flowing(link: Link): void
  /** Nothing will be sent any more. */
  over(reason: 'closed' | 'failed'): void
}

/** The sequence of links: one at a time, each dialled when it is time. Owns the status. */
export class Dialler implements LinkOwner, ScheduleOwner {
  readonly #owner: DiallerOwner
  readonly #series = new Series()
  readonly schedule: Schedule = new Schedule(this)
  status: SocketStatus = 'idle'
  openedAt: number | null = null
  latency: number | null = null
  lastClose: CloseInfo | null = null
  error: SocketError | null = null
  #link: Link | null = null
  #unsubscribe: (() => void) | null = null
  /** Would connect, but there is no url. */
  #awaitsUrl = false
  #hasOpened = false

  constructor(owner: DiallerOwner) {
    this.#owner = owner
  }

  get options(): ResolvedOptions {
    return this.#owner.options
  }

  get attempts(): number {
    return this.#series.attempts
  }

  get openLink(): Link | null {
    return this.#link?.isOpen ? this.#link : null
  }

  connect(): void {
    if (this.#isResting) this.#begin()
    else if (this.#link === null) this.#dial()
  }

  /** Replaces what is there by a new dial. */
  reconnect(): void {
    if (this.#isResting) this.#begin()
    else this.#replace()
  }

  close(code?: number, reason?: string): void {
    if (this.status === 'closed') return
    this.#rest('closed', this.#discard(code, reason))
    this.#owner.over('closed')
  }

  /** The options have changed; with another target the link is replaced. */
  reconfigure(hasNewTarget: boolean): void {
    if (!hasNewTarget) this.openLink?.reconfigure()
    else if (!this.#isResting) this.#replace()
    else if (this.#awaitsUrl) this.#begin()
  }

  tellError(error: SocketError, ...raw: unknown[]): void {
    this.error = error
    this.#owner.events.enqueue('error', error, ...raw)
  }

  /** Neither linked nor about to be. */
  get #isResting(): boolean {
    return this.status === 'idle' || this.status === 'closed' || this.status === 'failed'
  }

  /** A new series, asked for by the user, whom the page's signals don't keep waiting. */
  #begin(): void {
    this.#series.restart()
    this.error = null
    this.#hasOpened = false
    this.#awaitsUrl = isAbsent(this.options.url)
    if (!this.#awaitsUrl) this.#dial()
  }

  #dial(close?: CloseInfo): void {
    this.schedule.begin()
    this.#unsubscribe ??= this.options.page?.subscribe((signal) => this.#onSignal(signal)) ?? null
    this.#series.begin(!this.#isResting)
    const context = { attempt: this.attempts, lastClose: close ?? this.lastClose }
    const link = new Link(this, context, this.#series.patience)
    this.#link = link
    this.#become(this.#isResting ? 'connecting' : 'reconnecting', close)
    link.dial()
  }

  /** Ends what is there, if anything, and dials anew, or waits for a url. */
  #replace(): void {
    const close = this.#discard()
    if (isAbsent(this.options.url)) this.declined(close)
    else this.#dial(close)
  }

  /** Ends the link from this side; returns how, if there was one. */
  #discard(code?: number, reason?: string): CloseInfo | undefined {
    const link = this.#link
    if (link === null) return undefined
    link.discard(code, reason)
    this.#release(link)
    return { code: code ?? 1005, reason: reason ?? '', wasClean: true, cause: 'client' }
  }

  #release(link: Link): void {
    this.#link = this.openedAt = this.latency = null
    // Runs code of the user's, so it comes when everything is settled.
    this.#owner.events.defer(() => link.abort())
  }

  #rest(status: 'idle' | 'closed' | 'failed', close?: CloseInfo): void {
    this.schedule.stop()
    this.#unsubscribe?.()
    this.#unsubscribe = null
    this.#become(status, close)
  }

  /** The one place that changes the status; `close` is the end that led here. */
  #become(status: SocketStatus, close?: CloseInfo, retryIn?: number): void {
    const previous = this.status
    if (process.env.NODE_ENV !== 'production' && !isLegal(previous, status)) {
      throw new Error(`Illegal change of status: ${previous} to ${status}`)
    }
    this.status = status
    const { debug, url } = this.options
    const { events } = this.#owner
    const change: StatusChange = {
      status,
      previous,
      attempt: this.attempts,
      ...(retryIn !== undefined && { retryIn }),
      ...(close && { close }),
    }
    if (debug) console.debug(`[heartbeat-socket] ${redact(url)}`, change)
    events.enqueue('status', change)
    if (close === undefined) return
    this.lastClose = close
    events.enqueue('close', close)
  }

  // What the link tells.

  opened(): void {
    const link = this.#link!
    const { events, flowing } = this.#owner
    this.openedAt = this.options.timer.now()
    this.error = null
    this.#become('open')
    events.enqueue('open', { reconnected: this.#hasOpened })
    this.#hasOpened = true
    flowing(link)
    events.drain()
    if (link === this.#link) link.watch()
  }

  arrived(raw: unknown, at: number): void {
    this.#owner.arrived(raw, at)
  }

  stable(): void {
    this.#series.restart()
    this.#owner.events.emit('stable')
  }

  pinged(raw: RawData): void {
    this.#owner.events.emit('ping', raw)
  }

  ponged(raw: RawData): void {
    this.#owner.events.emit('pong', raw)
  }

  answered(latency: number): void {
    this.latency = latency
    this.#owner.events.emit('heartbeat', { latency })
  }

  cleared(): void {
    this.#owner.flowing(this.#link!)
    this.#owner.events.drain()
  }

  declined(close?: CloseInfo): void {
    if (this.#link) this.#release(this.#link)
    this.#series.restart()
    this.#awaitsUrl = true
    this.#rest('idle', close)
    this.#owner.events.drain()
  }

  ended(close: CloseInfo, { death, error }: LinkEnd): void {
    this.#release(this.#link!)
    const { page } = this.options
    const suspicion = death && this.#series.died(death)
    const next = this.#series.next(close, this.options, page?.visible === false)
    const isOver = typeof next !== 'number'
    if (isOver) this.#rest('failed', close)
    else if (death?.byPage) this.schedule.dialNow(close)
    else this.schedule.plan(next, close)
    for (const problem of [error, suspicion, isOver && next]) if (problem) this.tellError(problem)
    if (isOver) this.#owner.over('failed')
    this.#owner.events.drain()
  }

  // What the schedule tells.

  due(close?: CloseInfo): void {
    this.#dial(close)
    this.#owner.events.drain()
  }

  waits(status: 'reconnecting' | 'suspended', retryIn?: number, close?: CloseInfo): void {
    this.#become(status, close, retryIn)
  }

  #onSignal(signal: PageSignal): void {
    if (signal === 'pagehide') this.#freeze()
    else if (signal === 'offline') this.#link?.doubt('offline')
    else if (signal !== 'hidden' && signal !== 'freeze') this.#wake()
    if (this.#link === null && !this.#isResting) {
      if (signal === 'freeze') this.schedule.freeze()
      else if (signal === 'offline' || signal === 'hidden') this.schedule.review()
    }
    this.#owner.events.drain()
  }

  /** The page goes into the back/forward cache, which takes no page with an open socket. */
  #freeze(): void {
    const hadLink = this.#discard() !== undefined
    const close: CloseInfo = { code: 1006, reason: '', wasClean: false, cause: 'page' }
    this.schedule.suspend('frozen', hadLink ? close : undefined)
  }

  /** The page may have slept: doubt the link, or dial. */
  #wake(): void {
    if (this.openLink) this.openLink.doubt('wake')
    else if (this.schedule.sinceDial >= this.options.connectTimeout) this.#link?.expire()
    if (this.#link === null && !this.#isResting) this.schedule.hasten()
  }
}

function isAbsent(url: ResolvedOptions['url']): boolean {
  return url === null || url === undefined
}
