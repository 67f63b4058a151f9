import { Connection } from 'vue-heartbeat-socket/socket'
import { workerTimers } from 'vue-heartbeat-socket/worker-timers'
import type { Journal } from '../journal.ts'
import type { Pace } from './client.ts'
import { optionsFor, type OwnOptions } from './options.ts'

export function startConnection(url: string, pace: Pace | null, journal: Journal): void {
  startOwn(url, journal, pace ? optionsFor(pace) : {})
}

export function startConnectionOnWorker(url: string, pace: Pace | null, journal: Journal): void {
  startOwn(url, journal, { ...(pace && optionsFor(pace)), workerTimers: true })
}

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
  return connection
}
