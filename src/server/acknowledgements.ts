import { MAX_IN_FLIGHT, type ServerControl } from '../protocol/index.ts'
import type { ServerTimer } from './server-timer.ts'

/** Committed messages after which an acknowledgement goes out. */
const EVERY = 32
/** How long one waits for others to join it, in ms. */
const DELAY = 100

/** Where acknowledgements go; `false`: the link has to drain first. */
export interface AcknowledgementLink {
  acknowledge(control: ServerControl): boolean
}

/** Cumulative acknowledgements of one session's messages. */
export class Acknowledgements {
  readonly #timer: ServerTimer
  #committed = 0
  /** What the link has been told. */
  #told = 0
  #waiting = 0
  #refused: number[] | null = null
  #link: AcknowledgementLink | null = null
  #handle: unknown

  constructor(timer: ServerTimer) {
    this.#timer = timer
  }

  /** The greatest number committed. */
  get committed(): number {
    return this.#committed
  }

  /** A number has been committed. */
  add(number: number, isRefused: boolean): void {
    this.#committed = number
    if (isRefused) this.#refused = [...(this.#refused ?? []), number].slice(-MAX_IN_FLIGHT)
    this.repeat()
  }

  /** A number has been committed, now or before: the client is to hear of it. */
  repeat(): void {
    this.#waiting++
    if (this.#waiting >= EVERY) this.flush()
    else if (this.#link) this.#handle ??= this.#timer.setTimeout(() => this.flush(), DELAY)
  }

  /** Sends what has waited, unless the link has to drain first. */
  flush(): void {
    this.#clear()
    if (this.#waiting === 0 || !this.#link) return
    const refused = this.#refused?.filter((number) => number > this.#told) ?? []
    const ack = this.#committed
    if (!this.#link.acknowledge(refused.length > 0 ? { ack, refused } : { ack })) return
    this.#told = ack
    this.#waiting = 0
  }

  /** Continues on a new link, whose welcome has said `committed`. */
  begin(committed: number, link: AcknowledgementLink): void {
    this.#told = committed
    this.#committed = Math.max(this.#committed, committed)
    this.#link = link
    this.#waiting = 0
    this.#clear()
  }

  /** The link has ended. */
  end(): void {
    this.#link = null
    this.#clear()
  }

  #clear(): void {
    this.#timer.clearTimeout(this.#handle)
    this.#handle = undefined
  }
}
