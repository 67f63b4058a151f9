import { createSession } from 'vue-heartbeat-socket/session'
import { Connection } from 'vue-heartbeat-socket/socket'
import { WebSocket } from 'ws'
import type { Up } from '../setup.ts'
import { createTally } from '../tally.ts'
import type { Client, ClientSetup } from './client.ts'

/** The library itself, in Node. What it has in flight waits for as long as a fault may take. */
export function connectOurs({ id, port, onEffect, onTold }: ClientSetup): Client {
  const feed = createTally()
  let reopenings = 0
  let recovered = 0
  let unconfirmed = 0
  const connection = new Connection({
    url: `ws://127.0.0.1:${port}`,
    WebSocket,
    session: createSession({ auth: onEffect ? 'auditor' : id }),
    heartbeat: { interval: 1_000, timeout: 2_000 },
    reconnect: { spread: 100, minDelay: 20, maxDelay: 1_000 },
    outbox: { maxMessages: 100_000, maxBytes: Infinity, maxAge: Infinity },
  })
  connection.on('message', (message) => {
    if (onEffect) onEffect(message as Up)
    else feed.receive(message as number)
  })
  connection.on('open', (opening) => {
    if (opening.recovered === null) return
    reopenings++
    if (opening.recovered) return void recovered++
    feed.tell()
    onTold?.()
  })
  connection.on('drop', () => void unconfirmed++)
  return {
    id,
    feed,
    get reopenings() {
      return reopenings
    },
    get recovered() {
      return recovered
    },
    get isOpen() {
      return connection.status === 'open'
    },
    get inFlight() {
      return (connection.unconfirmed ?? 0) + connection.queued
    },
    get unconfirmed() {
      return unconfirmed
    },
    send: (up) => void connection.send(up),
    stop: () => connection.dispose(),
  }
}
