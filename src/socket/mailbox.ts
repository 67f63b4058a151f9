import { socketError, type SocketError } from '../diagnostics.ts'
import { encode } from './codec.ts'
import { tellError, type Core } from './core.ts'
import type { Link } from './link.ts'
import { createOutbox, type DropReason, type Outgoing, type SendResult } from './outbox.ts'

/** The way out: encodes, sends what can be sent now, and keeps the rest in order. */
export interface Mailbox {
  /** How many messages wait. */
  size(): number
  /** Sends over the link if it is open, else queues. */
  post(data: unknown, link: Link | null): SendResult
  /** Sends what waits, as long as the link takes it. */
  flush(link: Link): void
  /** Goes by the url now in the options: what was meant for one host never goes to another. */
  redirect(): void
  clear(reason: DropReason): void
}

export function createMailbox(core: Core): Mailbox {
  const { state, events } = core
  const { size, add, flush, clear } = createOutbox(() => core.options, drop)
  /** Whose messages wait. */
  let destination = core.options.url

  function drop(data: unknown, reason: DropReason): SendResult {
    events.enqueue('drop', { data, reason })
    return 'dropped'
  }

  function refuse(data: unknown, error: SocketError): SendResult {
    tellError(core, error)
    return drop(data, 'unsendable')
  }

  function transmit(link: Link, { data, raw }: Outgoing): SendResult {
    try {
      link.send(raw)
    } catch (cause) {
      return refuse(data, socketError('R0003', { cause }))
    }
    state.sent++
    events.enqueue('sent', data, raw, core.options.timer.now())
    return 'sent'
  }

  /** Whether a message may go out without overtaking others or falling into a void. */
  function isClear({ heartbeat }: Link): boolean {
    heartbeat.suspect()
    return size() === 0 && !(heartbeat.inDoubt() && core.options.outbox.maxMessages > 0)
  }

  return {
    size,
    clear,
    post(data, link) {
      let message: Outgoing
      try {
        message = { data, raw: encode(core.options.codec, data) }
      } catch (error) {
        return refuse(data, error as SocketError)
      }
      // Looking at the link may end it, and with it the connection.
      const canSend = link?.isReady() && isClear(link)
      const { status } = state
      if (status === 'closed' || status === 'failed') return drop(data, status)
      if (canSend && status === 'open') return transmit(link!, message)
      return add(message)
    },
    flush(link) {
      flush(link.isReady, (message) => transmit(link, message))
    },
    redirect() {
      const { url } = core.options
      if (!url) return
      if (destination && url !== destination && typeof url !== 'function') clear('other-url')
      destination = url
    },
  }
}
