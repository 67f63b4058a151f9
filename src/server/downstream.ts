import { frameOf, TOO_SLOW, type ServerControl } from '../protocol/index.ts'
import type { Environment } from './environment.ts'
import type { ServerLink } from './link.ts'
import type { NodeLog } from './node-log.ts'
import type { Entry } from './store.ts'
import type { Subscriptions } from './subscriptions.ts'
import type { Sweep } from './sweep.ts'

/** A link with more unsent bytes gets nothing more until it has drained. */
const MAX_UNSENT = 1_048_576
/** Drained enough to go on, in bytes: the network never idles meanwhile. */
const DRAINED = 262_144
/** Pings of a client that doesn't read, of which the answers are owed. */
const MAX_OWED_PONGS = 32

/** What all links of a server share. */
export interface DownstreamOptions {
  readonly environment: Environment
  readonly log: NodeLog
  readonly subscriptions: Subscriptions<Downstream>
  /** Visits the links that wait until they have drained. */
  readonly waiting: Sweep<Downstream>
}

/** The link that it sends to. */
export interface DownstreamLink extends Required<ServerLink> {
  /** The link has drained: the acknowledgement that it could not take can go out. */
  onDrained(): void
}

/**
 * What one link gets of the log. There is no queue: a link that can't keep up remembers a number, and
 * goes on from the log when it has drained.
 *
 * A class, like all that each client has: closures of its own would double what an idle client takes.
 */
export class Downstream {
  readonly #options: DownstreamOptions
  readonly #link: DownstreamLink
  readonly #targets = new Map<string, number>()
  /** The greatest number that the client has been told of. */
  #told: number
  /** Up to where it has been sent its entries; `null` while it gets them as they come. */
  #behind: number | null
  #pauses = 0
  #owedPongs = 0
  #owesAcknowledgement = false

  /** `from`: the entries up to this one are not for the link, or it has them already. */
  constructor(options: DownstreamOptions, link: DownstreamLink, from: number) {
    this.#options = options
    this.#link = link
    this.#told = this.#behind = from
  }

  /** All entries up to this number that are meant for the link have been sent. */
  get #position(): number {
    return this.#behind ?? Math.max(this.#told, this.#options.log.head)
  }

  get #isFull(): boolean {
    return this.#link.bufferedAmount > MAX_UNSENT
  }

  /** Sends an entry that has just been read, as a frame that all its links share. */
  deliver({ number }: Entry, since: number, frame: string | Uint8Array): boolean {
    if (this.#behind !== null || number <= this.#told || number <= since) return false
    this.#link.send(frame)
    this.#told = number
    if (this.#isFull) this.#fallBehind(number)
    return true
  }

  /** Holds back what it sends until `uncork()`. */
  cork(): void {
    this.#link.cork()
  }

  uncork(): void {
    this.#link.uncork()
  }

  /** Sends a frame that is not kept, or discards it where the link can't take it. */
  flash(frame: string | Uint8Array): void {
    const isWaiting = this.#behind !== null && this.#pauses === 0
    if (!isWaiting && !this.#isFull) this.#link.send(frame)
  }

  /** Answers a ping, now or when the link has drained. */
  pong(): void {
    if (!this.#isFull) return this.#sayPosition(true)
    this.#owedPongs = Math.min(this.#owedPongs + 1, MAX_OWED_PONGS)
    this.#fallBehind(this.#position)
  }

  /** Sends an acknowledgement; `false` when the link has to drain first. */
  acknowledge(control: ServerControl): boolean {
    if (!this.#isFull) {
      this.#say(control)
      return true
    }
    this.#owesAcknowledgement = true
    this.#fallBehind(this.#position)
    return false
  }

  /** Sends the position when what the link was sent last is this far behind. */
  remind(distance: number): void {
    const { head } = this.#options.log
    if (this.#behind === null && head - this.#told > distance) this.#sayPosition(false)
  }

  /** Since which entry it gets a target; a target that it gets already is left as it is. */
  join(target: string, since: number): void {
    if (this.#targets.has(target)) return
    this.#targets.set(target, since)
    this.#options.subscriptions.add(target, this, since)
  }

  leave(target: string): void {
    this.#targets.delete(target)
    this.#options.subscriptions.remove(target, this)
  }

  /** Delivers nothing until `resume`, as often as it was paused; then what came meanwhile. */
  pause(): void {
    this.#pauses++
    this.#behind ??= this.#position
  }

  resume(): void {
    this.#pauses--
    this.proceed()
  }

  /** Goes on from the log, if the link has drained. Ends the link if the log has been trimmed. */
  proceed(): void {
    const { log, waiting } = this.#options
    if (this.#behind === null || this.#pauses > 0) return
    if (this.#behind + 1 < log.first) return this.close(TOO_SLOW, 'fell behind the log')
    if (this.#link.bufferedAmount > DRAINED || !this.#replay()) return waiting.add(this)
    waiting.remove(this)
    for (; this.#owedPongs > 0; this.#owedPongs--) this.#sayPosition(true)
    if (!this.#owesAcknowledgement) return
    this.#owesAcknowledgement = false
    this.#link.onDrained()
  }

  /** Closes the link. */
  close(code: number, reason: string): void {
    this.#link.close(code, reason)
  }

  /** The link has ended. */
  end(): void {
    this.#pauses = Infinity
    this.#options.waiting.remove(this)
    for (const target of this.#targets.keys()) this.#options.subscriptions.remove(target, this)
  }

  #fallBehind(position: number): void {
    this.#behind ??= position
    this.#options.waiting.add(this)
  }

  #say(control: ServerControl): void {
    this.#link.send(JSON.stringify(control))
  }

  #sayPosition(isPong: boolean): void {
    this.#told = this.#position
    this.#say(isPong ? { at: this.#told, pong: 1 } : { at: this.#told })
  }

  /** Whether all that the log has for the link has been sent. */
  #replay(): boolean {
    let isDone = false
    // Until the uncorked link has taken none of it, or there is no more.
    do {
      const entries = this.#options.log.after(this.#behind!, this.#targets)
      this.#link.cork()
      isDone = entries.every((entry) => this.#resend(entry))
      this.#link.uncork()
    } while (!isDone && !this.#isFull)
    if (isDone) this.#behind = null
    return isDone
  }

  /** Returns whether the link can take more. */
  #resend({ number, data }: Entry): boolean {
    this.#link.send(frameOf(number, data))
    this.#behind = this.#told = number
    this.#options.environment.measure('replayed', 1)
    return !this.#isFull
  }
}
