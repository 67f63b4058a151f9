import { Tally } from './tally.ts'

const MAX_RECEIVED = 100
const MAX_TEXT = 2_000

/** What has come from clients since the first start. */
export class Inbox {
  /** Heartbeats, answered or not. */
  pings = 0
  /** Other messages, but for numbered ones. */
  messages = 0
  /** The newest of these messages: long ones cut, of binary ones the size. */
  readonly received: string[] = []
  /** Numbered messages. */
  readonly tally: Tally = new Tally()

  /** Notes it; returns what kind it is of. */
  take(message: string | Uint8Array): 'ping' | 'counted' | 'message' {
    if (message === 'ping') {
      this.pings++
      return 'ping'
    }
    if (typeof message === 'string' && this.tally.take(message)) return 'counted'
    this.messages++
    const text = typeof message === 'string'
    this.received.push(text ? message.slice(0, MAX_TEXT) : `${message.length} bytes`)
    if (this.received.length > MAX_RECEIVED) this.received.shift()
    return 'message'
  }
}
