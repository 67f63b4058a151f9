/** What `send()` did: sent the message, queued it, or dropped it (a `drop` event has the reason). */
export type SendResult = 'sent' | 'queued' | 'dropped'

/** How a message is sent. */
export interface SendOptions {
  /**
   * `false`: sends now or not at all, for what is worthless later (cursor positions, a subscription
   * that each opening repeats). It goes out while the status is `open`, over a suspected link too,
   * ahead of what waits; otherwise it is `'dropped'`, without an event. It is never in flight.
   * @default true
   */
  readonly queue?: boolean | undefined
  /**
   * Aborted while the message waits or is in flight, it is dropped (`aborted`), and not sent again.
   * @default none
   */
  readonly signal?: AbortSignal | undefined
}
