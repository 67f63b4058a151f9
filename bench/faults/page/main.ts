import { systemTimers, type Connection } from 'vue-heartbeat-socket/socket'
import { workerTimers } from 'vue-heartbeat-socket/worker-timers'
import type { Client, Pace, StartClient } from './clients/client.ts'
import {
  startConnection,
  startConnectionOnWorker,
  startOwn,
  startResending,
} from './clients/connection.ts'
import type { OwnOptions } from './clients/options.ts'
import { startPartySocket, startReconnectingWebSocket } from './clients/hand-written.ts'
import { startUseWebSocket } from './clients/vueuse.ts'
import { Journal } from './journal.ts'

const CLIENTS = {
  'this package': startConnection,
  'this package, worker timers': startConnectionOnWorker,
  'this package, outbox.resend': startResending,
  'VueUse useWebSocket': startUseWebSocket,
  'reconnecting-websocket': startReconnectingWebSocket,
  partysocket: startPartySocket,
} satisfies Record<string, StartClient>

export type ClientName = keyof typeof CLIENTS

/** What tests and measurements do in the page. */
class Clients {
  /** By the names that they were started under. */
  readonly journals: Record<string, Journal> = {}
  readonly connections: Record<string, Connection> = {}
  readonly #started: Record<string, Client> = {}

  start(name: ClientName, url: string, pace: Pace | null): void {
    this.#started[name] = CLIENTS[name](url, pace, this.#journal(name))
  }

  /** Sends that many numbered messages over it, one every so many ms; resolves after the last. */
  async sendNumbered(name: ClientName, count: number, every: number): Promise<void> {
    const beganAt = performance.now()
    for (let number = 1; number <= count; number++) {
      const early = beganAt + number * every - performance.now()
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
      this.#started[name]!.send(`${name} ${number}`)
    }
  }

  isSettled(name: ClientName): boolean {
    return this.#started[name]!.isSettled()
  }

  /** Starts a connection of this library, with any options. */
  startOwn(name: string, url: string, options: OwnOptions): void {
    this.connections[name] = startOwn(url, this.#journal(name), options)
  }

  /** How long a chain of that many timeouts of `ms` each takes, in ms. */
  async chain(kind: 'system' | 'worker', count: number, ms: number): Promise<number> {
    const timers = kind === 'worker' ? workerTimers() : systemTimers()
    const startedAt = performance.now()
    for (let left = count; left > 0; left--) {
      await new Promise<void>((resolve) => timers.setTimeout(resolve, ms))
    }
    return performance.now() - startedAt
  }

  #journal(name: string): Journal {
    return (this.journals[name] = new Journal())
  }
}

declare global {
  interface Window {
    clients: Clients
  }
}

window.clients = new Clients()
