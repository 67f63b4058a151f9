/** One way to receive messages. What it does is in `page/variants`. */
export interface Variant {
  readonly name: string
  /** For people. */
  readonly title: string
  /** Whether it is this package's. */
  readonly isOurs?: boolean
  /** So slow that so many messages must do. */
  readonly most?: number
}

/** Their names are the keys of `page/variants/index.ts`. */
export const VARIANTS: readonly Variant[] = [
  { name: 'bare', title: 'bare `WebSocket`, its handler reads the data and counts' },
  { name: 'bare-json', title: 'the same, and `JSON.parse`' },
  { name: 'bare-event', title: 'the same, and dispatches a new `MessageEvent`' },
  { name: 'heartbeat-page', title: 'the same, and a heartbeat by timers' },
  { name: 'reconnecting-websocket', title: 'reconnecting-websocket 4.4' },
  { name: 'partysocket', title: 'partysocket 1.3' },
  { name: 'vueuse', title: 'VueUse `useWebSocket` 14, not shown' },
  { name: 'vueuse-shown', title: 'VueUse `useWebSocket` 14' },
  { name: 'vueuse-heartbeat-shown', title: 'VueUse `useWebSocket` 14 with its heartbeat' },
  { name: 'hand-written', title: 'a Pinia store written by hand, log of 1 000', most: 4_000 },
  { name: 'connection', title: '`Connection`, text', isOurs: true },
  { name: 'reconnecting', title: '`ReconnectingWebSocket`', isOurs: true },
  { name: 'store', title: 'store, json, not shown', isOurs: true },
  { name: 'store-text', title: 'store, text', isOurs: true },
  { name: 'store-json', title: 'store, json', isOurs: true },
  { name: 'store-rows-200', title: 'store, text, 50 rows of a log of 200', isOurs: true },
  { name: 'store-rows-10000', title: 'store, text, 50 rows of a log of 10 000', isOurs: true },
  { name: 'store-subscribed', title: 'store, text, and a deep `$subscribe`', isOurs: true },
  { name: 'store-schema', title: 'store, json, and a schema of zod', isOurs: true },
]
