import { Connection } from 'vue-heartbeat-socket/socket'
import { workerTimers } from 'vue-heartbeat-socket/worker-timers'
import type { Journal } from '../journal.ts'
import type { Client, Pace } from './client.ts'
import { optionsFor, type OwnOptions } from './options.ts'

export function startConnection(url: string, pace: Pace | null, journal: Journal): Client {
  return clientOf(startOwn(url, journal, pace ? optionsFor(pace) : {}))
}

export function startConnectionOnWorker(url: string, pace: Pace | null, journal: Journal): Client {
  return clientOf(startOwn(url, journal, { ...(pace && optionsFor(pace)), workerTimers: true }))
}

export function startResending(url: string, pace: Pace | null, journal: Journal): Client {
  const outbox = { resend: true }
  return clientOf(startOwn(url, journal, { ...(pace && optionsFor(pace)), outbox }))
}

const clientOf = (connection: Connection): Client => ({
  send: (text) => void connection.send(text),
  isSettled: () => connection.isOpen && connection.queued === 0 && connection.unconfirmed === 0,
})

/** The same with any options, and the connection itself. */
export function startOwn(url: string, journal: Journal, options: OwnOptions): Connection {
  const { workerTimers: inWorker, ...rest } = options
  const timer = inWorker ? workerTimers() : undefined
  const connection = new Connection({ url, codec: 'text', timer, ...rest })
  connection.on('status', ({ status }) => {
    if (status === 'open') journal.opened()
    else journal.lost()
  })
  connection.on('message', (text) => journal.heard(text))
  connection.on('heartbeat', () => journal.beats++)
  connection.on('drop', ({ data, reason }) => journal.dropped(data, reason))
  return connection
}
