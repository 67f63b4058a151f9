import { parseAddress } from '../options/address.ts'

/**
 * A `MessageEvent` that computes its `origin` only when it is read: an `origin` passed to the
 * constructor costs Chromium more than the rest of the event, for each message.
 */
export class ReceivedEvent extends MessageEvent<unknown> {
  readonly #url: string

  static {
    Object.defineProperties(this.prototype, {
      origin: {
        get(this: ReceivedEvent) {
          return parseAddress(this.#url)?.origin ?? ''
        },
      },
      // So that `event.constructor` is the platform's class.
      constructor: { value: MessageEvent },
    })
  }

  /** @param url - of the socket that received the data */
  constructor(data: unknown, url: string) {
    super('message', { data })
    this.#url = url
  }
}
