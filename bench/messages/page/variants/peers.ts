import { WebSocket as PartySocket } from 'partysocket'
import OtherReconnecting from 'reconnecting-websocket'
import type { Variant } from './variant.ts'

export const reconnectingWebsocket: Variant = (url, { ready, take }) => {
  const socket = new OtherReconnecting(url)
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => ready(socket))
  socket.addEventListener('message', ({ data }) => take(data))
}

export const partysocket: Variant = (url, { ready, take }) => {
  const socket = new PartySocket(url)
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => ready(socket))
  socket.addEventListener('message', ({ data }) => take(data))
}
