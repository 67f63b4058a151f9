// A WebSocket server in a process of its own: sends what a client asks for, as fast as it is taken
// or at a rate. Prints its port.
import { WebSocketServer } from 'ws'

/** @typedef {import('./loads.ts').Load} Load */

/** How many bytes may wait in the socket before the server holds back. */
const HIGH_WATER = 1_048_576

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
server.on('connection', (socket, request) => {
  socket.on('error', () => {})
  socket.on('message', (data) => {
    const text = String(data)
    if (text.startsWith('{')) void flood(socket, request.socket, JSON.parse(text))
    else socket.send('pong')
  })
})
server.on('listening', () => {
  process.stdout.write(`${/** @type {import('node:net').AddressInfo} */ (server.address()).port}\n`)
})
process.once('disconnect', () => process.exit())

/**
 * @param {import('ws').WebSocket} socket
 * @param {import('node:net').Socket} wire
 * @param {Load} load
 */
async function flood(socket, wire, { count, size, kind, rate = Infinity }) {
  const start = performance.now()
  for (let sent = 0; sent < count && socket.readyState === socket.OPEN;) {
    const due = Math.min(count, ((performance.now() - start) * rate) / 1_000 || 0)
    wire.cork()
    while (sent < due && socket.bufferedAmount < HIGH_WATER) {
      sent++
      socket.send(kind === 'binary' ? Buffer.alloc(size, sent) : json(size, sent))
    }
    wire.uncork()
    if (socket.bufferedAmount < HIGH_WATER) await new Promise((goOn) => setTimeout(goOn, 1))
    else await new Promise((goOn) => wire.once('drain', goOn))
  }
}

/**
 * A small message is mostly a text, a large one mostly numbers.
 *
 * @param {number} size
 * @param {number} number
 */
function json(size, number) {
  if (size < 1_000) return `${`{"id":${number},"text":"`.padEnd(size - 2, 'news ')}"}`
  const head = `{"id":${number},"values":[`
  return `${head}${'1.25,'.repeat((size - head.length - 3) / 5)}0]}`
}
