import { Connection, ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import type { Variant } from './variant.ts'

export const connection: Variant = (url, { ready, take }) => {
  const socket = new Connection({ url, codec: 'text', binaryType: 'arraybuffer' })
  socket.on('open', () => ready(socket))
  socket.on('message', take)
}

export const reconnecting: Variant = (url, { ready, take }) => {
  const socket = new ReconnectingWebSocket(url)
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => ready(socket))
  socket.addEventListener('message', ({ data }) => take(data))
}
