import { once } from 'node:events'
import { createHeartbeatServer } from 'vue-heartbeat-socket/server'
import { createSession } from 'vue-heartbeat-socket/session'
import { Connection } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { WebSocket } from 'ws'
import { MESSAGE, start, TEXT } from './kinds.ts'
import type { Result } from './results.ts'

const SENT = 1_043

/** What the frames of both libraries hold besides the message. */
export async function bytes(): Promise<Result[]> {
  const timers = createFakeTimers()
  const live = createHeartbeatServer({
    timer: timers,
    authenticate: () => ({ user: 'u1', channels: ['news'] }),
  })
  live.on('message', () => {})
  const down: string[] = []
  const server = createFakeServer({
    timers,
    server: {
      connect(link, request) {
        const send = (frame: string | Uint8Array): void => {
          down.push(String(frame))
          link.send(frame)
        }
        return live.connect({ ...link, send }, request)
      },
    },
  })
  const connection = new Connection({ ...server.options, session: createSession() })
  server.accept()
  await timers.advance(0)
  // As often as 10 times a second, in the order in which an app would.
  for (let sent = 0; sent < SENT; sent++) {
    connection.send(MESSAGE)
    await live.publish('news', MESSAGE)
    await timers.advance(100)
  }
  const up = server.received.map(String)
  const acks = down.filter((frame) => frame.startsWith('{"ack"'))
  const added = (frames: readonly string[]): number =>
    frames.filter((frame) => frame.endsWith(TEXT)).at(-1)!.length - TEXT.length
  connection.dispose()
  const what = `bytes added to a message of ${TEXT.length}, number ${SENT}`
  return [
    {
      what: `${what}, downstream`,
      figures: { ours: `${added(down)}`, ws: '0', 'socket.io': `${await ofSocketIo()}` },
    },
    {
      what: `${what}, upstream`,
      figures: { ours: `${added(up)}`, ws: '0' },
    },
    {
      what: `bytes of an acknowledgement, of which one goes out per 32 messages or 100 ms`,
      figures: { ours: `${acks.at(-1)!.length}` },
    },
  ]
}

/** Read from the wire of its server. */
async function ofSocketIo(): Promise<number> {
  const { port, publish } = await start('socket.io')
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`)
  const frames: string[] = []
  socket.on('message', (data) => {
    const text = String(data)
    if (text.startsWith('0')) socket.send('40')
    else if (text.startsWith('40')) void publish()
    else if (text.startsWith('42')) {
      frames.push(text)
      socket.close()
    }
  })
  await once(socket, 'close')
  return frames[0]!.length - TEXT.length
}
