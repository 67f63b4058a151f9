import { io } from 'socket.io-client'
import { createTally } from '../tally.ts'
import type { Up } from '../setup.ts'
import type { Client, ClientSetup } from './client.ts'

/** socket.io's own client, with the options that its documentation names for delivery. */
export function connectSocketIo({ id, port, onEffect, onTold }: ClientSetup): Client {
  const feed = createTally()
  let openings = 0
  let recovered = 0
  let inFlight = 0
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { role: onEffect ? 'auditor' : 'client' },
    reconnectionDelay: 20,
    reconnectionDelayMax: 1_000,
    timeout: 3_000,
    ackTimeout: 3_000,
    retries: 20,
  })
  socket.on('connect', () => {
    openings++
    if (socket.recovered) recovered++
    else if (openings > 1) {
      feed.tell()
      onTold?.()
    }
  })
  socket.on('news', (n: number) => feed.receive(n))
  socket.on('effect', (up: Up) => onEffect?.(up))
  return {
    id,
    feed,
    unconfirmed: 0,
    get reopenings() {
      return Math.max(0, openings - 1)
    },
    get recovered() {
      return recovered
    },
    get isOpen() {
      return socket.connected
    },
    get inFlight() {
      return inFlight
    },
    send(up) {
      inFlight++
      socket.emit('up', up, () => void inFlight--)
    },
    stop: () => void socket.disconnect(),
  }
}
