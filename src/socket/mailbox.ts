import { socketError, type SocketError } from '../diagnostics.ts'
import { encode } from './codec.ts'
import type { SendResult } from './events.ts'
import type { Link } from './link.ts'
import { Outbox, type DropReason, type Outgoing } from './outbox.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/** Whom a mailbox works for. */
export interface MailboxOwner {
  readonly options: ResolvedOptions
  /** The open link, if there is one. */
  readonly openLink: Link | null
  /** Why nothing can be sent, if nothing can. */
  readonly refusal: 'closed' | 'failed' | null
  sent(message: Outgoing, at: number): void
  dropped(message: Pick<Outgoing, 'data'>, reason: DropReason): void
  unsendable(error: SocketError): void
}

/** The way out: encodes, sends what can be sent now, and keeps the rest in order. */
export class Mailbox {
  readonly #owner: MailboxOwner
  readonly #outbox: Outbox
  /** Whose messages the outbox holds. */
  #destination: ResolvedOptions['url']

  constructor(owner: MailboxOwner) {
    this.#owner = owner
    this.#outbox = new Outbox((message, reason) => owner.dropped(message, reason))
  }

  get size(): number {
    return this.#outbox.size
  }

  post(data: unknown): SendResult {
    const { options, refusal } = this.#owner
    if (refusal !== null) return this.#drop(data, refusal)
    let message: Outgoing
    try {
      message = { data, raw: encode(options.codec, data) }
    } catch (error) {
      this.#owner.unsendable(error as SocketError)
      return this.#drop(data, 'unsendable')
    }
    const now = options.timer.now()
    const link = this.#owner.openLink
    // Looking at the link may end it, and with it the connection.
    if (link?.isReady && this.#isClear(link, now)) return this.#transmit(link, message, now)
    const refusedNow = this.#owner.refusal
    if (refusedNow !== null) return this.#drop(data, refusedNow)
    return this.#outbox.add(message, options.outbox, now) ? 'queued' : 'dropped'
  }

  /** Sends what waits, as long as the link takes it. */
  flush(link: Link): void {
    const { options } = this.#owner
    const now = options.timer.now()
    const send = (message: Outgoing) => {
      if (!link.isReady) return false
      this.#transmit(link, message, now)
      return true
    }
    this.#outbox.flush(send, options.outbox, now)
  }

  /** What was meant for one host never goes to another. */
  redirect(url: ResolvedOptions['url']): void {
    if (url === null || url === undefined) return
    const isOther = this.#destination !== undefined && String(url) !== String(this.#destination)
    if (isOther && typeof url !== 'function') this.clear('other-url')
    this.#destination = url
  }

  clear(reason: DropReason): void {
    this.#outbox.clear(reason)
  }

  /** Whether a message may go out without overtaking others or falling into a void. */
  #isClear(link: Link, now: number): boolean {
    link.suspect(now)
    const canQueue = this.#owner.options.outbox.maxMessages > 0
    return this.size === 0 && !(link.inDoubt && canQueue)
  }

  #transmit(link: Link, message: Outgoing, now: number): SendResult {
    try {
      link.send(message.raw)
    } catch (cause) {
      this.#owner.unsendable(socketError('HEARTBEAT_SOCKET_R0003', { cause }))
      return this.#drop(message.data, 'unsendable')
    }
    this.#owner.sent(message, now)
    return 'sent'
  }

  #drop(data: unknown, reason: DropReason): SendResult {
    this.#owner.dropped({ data }, reason)
    return 'dropped'
  }
}
