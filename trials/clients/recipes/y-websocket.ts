import * as encoding from 'lib0/encoding'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { writeSyncStep1 } from 'y-protocols/sync'
import { messageSync, WebsocketProvider } from 'y-websocket'
import type { Doc } from 'yjs'

export function connectDoc(url: string, room: string, doc: Doc): WebsocketProvider {
  class DocSocket extends ReconnectingWebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, {
        maxReconnectAttempts: 0,
        heartbeat: { message: () => askForChanges(doc), pong: () => false },
      })
    }
  }
  return new WebsocketProvider(url, room, doc, { WebSocketPolyfill: DocSocket })
}

/** The first step of a sync, which the server answers with what is new. */
function askForChanges(doc: Doc): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageSync)
  writeSyncStep1(encoder, doc)
  return encoding.toUint8Array(encoder)
}
