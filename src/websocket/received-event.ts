import { parseAddress } from '../options/address.ts'

/**
 * A `MessageEvent` that works out its `origin` when somebody asks: to be given one costs Chromium
 * more than the rest of the event, for each message.
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
      // To whoever asks, its class is the platform's.
      constructor: { value: MessageEvent },
    })
  }

  /** @param url - where the data came from */
  constructor(data: unknown, url: string) {
    super('message', { data })
    this.#url = url
  }
}
