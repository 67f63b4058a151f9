import { bare, bareJson, bareNewEvent, heartbeatPage } from './bare.ts'
import { connection, reconnecting } from './engine.ts'
import { handWritten } from './hand-written.ts'
import { partysocket, reconnectingWebsocket } from './peers.ts'
import { store, storeShown, storeSubscribed, storeWithRows } from './store.ts'
import { vueuse, vueuseShown } from './vueuse.ts'
import { schema } from './schema.ts'
import type { Variant } from './variant.ts'

/** By the names of `../../variants.ts`. */
export const variants: Readonly<Record<string, Variant>> = {
  bare,
  'bare-json': bareJson,
  'bare-event': bareNewEvent,
  'heartbeat-page': heartbeatPage,
  'reconnecting-websocket': reconnectingWebsocket,
  partysocket,
  vueuse: vueuse({}),
  'vueuse-shown': vueuseShown({}),
  'vueuse-heartbeat-shown': vueuseShown({ heartbeat: true }),
  'hand-written': handWritten,
  connection,
  reconnecting,
  store: store({}),
  'store-text': storeShown({ codec: 'text' }),
  'store-json': storeShown({ codec: 'json' }),
  'store-rows-200': storeWithRows({ codec: 'text' }),
  'store-rows-10000': storeWithRows({ codec: 'text', log: { size: 10_000 } }),
  'store-subscribed': storeSubscribed({ codec: 'text' }),
  'store-schema': storeShown({ codec: 'json', schema }),
}
