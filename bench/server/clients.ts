// A process of clients that do as little as they can, so that the server is what is measured.
import { WebSocket } from 'ws'
import type { Kind } from './kinds.ts'

export type Order =
  | { readonly do: 'open'; readonly kind: Kind; readonly port: number; readonly count: number }
  /** Answers when each client of a kind has had so many messages. */
  | { readonly do: 'await'; readonly kind: Kind; readonly messages: number }
  /** Connects once more; answers with the ms from the native open to the last message. */
  | { readonly do: 'replay'; readonly kind: Kind; readonly port: number; readonly messages: number }

const received: Record<Kind, number> = { ours: 0, ws: 0, 'socket.io': 0 }
const clients: Record<Kind, number> = { ours: 0, ws: 0, 'socket.io': 0 }
let check = (): void => {}
let epoch = ''

function connect(kind: Kind, port: number, at: number, onReady: () => void): WebSocket {
  const path = kind === 'socket.io' ? '/socket.io/?EIO=4&transport=websocket' : '/'
  const protocols = kind === 'ours' ? ['heartbeat.v1'] : []
  const options = { perMessageDeflate: false }
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, options)
  const id = `${at}`.padStart(22, 'a')
  socket.on('open', () => {
    if (kind === 'ours') {
      socket.send(JSON.stringify({ hello: [id, 1], first: 1, auth: `user ${at}` }))
    }
    if (kind === 'ws') onReady()
  })
  socket.on('message', (data) => {
    const text = String(data)
    if (kind === 'socket.io' && text.startsWith('0')) socket.send('40')
    else if (text.startsWith('{"welcome"') && kind === 'ours') {
      epoch = JSON.parse(text).welcome[0]
      onReady()
    } else if (kind === 'socket.io' && text.startsWith('40')) onReady()
    else if (isMessage(kind, text)) {
      received[kind]++
      check()
    }
  })
  return socket
}

function isMessage(kind: Kind, text: string): boolean {
  return kind === 'socket.io' ? text.startsWith('42') : kind === 'ws' || !text.startsWith('{')
}

async function open(kind: Kind, port: number, count: number): Promise<void> {
  // Some at a time: what is measured is not how many connect at once.
  for (let at = 0; at < count; at += 100) {
    const group = Array.from({ length: Math.min(100, count - at) }, (_, index) => at + index)
    await Promise.all(
      group.map((one) => new Promise<void>((resolve) => connect(kind, port, one, resolve))),
    )
  }
  clients[kind] = count
}

function awaitMessages(kind: Kind, messages: number): Promise<void> {
  return new Promise((resolve) => {
    check = () => {
      if (received[kind] >= messages * clients[kind]) resolve()
    }
    check()
  })
}

function replay(kind: Kind, port: number, messages: number): Promise<number> {
  return new Promise((resolve) => {
    const protocols = kind === 'ours' ? ['heartbeat.v1'] : []
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, protocols, { perMessageDeflate: false })
    const id = `replay${opening}`.padStart(22, 'b')
    opening++
    let begin = 0
    let count = 0
    socket.on('open', () => {
      begin = performance.now()
      const hello = { hello: [id, 1], at: [epoch, 0], first: 1, auth: 'replay' }
      if (kind === 'ours') socket.send(JSON.stringify(hello))
    })
    socket.on('message', (data: Buffer) => {
      // 0x7b begins a control frame.
      if (kind === 'ours' && data[0] === 0x7b) return
      if (++count < messages) return
      resolve(performance.now() - begin)
      socket.terminate()
    })
  })
}
let opening = 0

process.on('message', async (order: Order) => {
  const answer =
    order.do === 'open'
      ? await open(order.kind, order.port, order.count)
      : order.do === 'await'
        ? await awaitMessages(order.kind, order.messages)
        : await replay(order.kind, order.port, order.messages)
  process.send!({ answer })
})
