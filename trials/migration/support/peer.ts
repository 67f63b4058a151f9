import { CloseEvent } from 'undici'
import { systemTimers } from 'vue-heartbeat-socket/socket'
import {
  createFakeServer,
  type FakeConnection,
  type FakeServer,
} from 'vue-heartbeat-socket/testing'

export const ADDRESS = 'wss://fake-server.test/'

/** A fake server on the global timers, with a class of sockets that a browser could have made. */
export interface Peer extends FakeServer {
  readonly WebSocket: typeof WebSocket
  /** How many sockets have been made. */
  readonly attempts: number
  /** Ms between each attempt and the next. */
  readonly gaps: readonly number[]
  /** The connection attempted last. */
  readonly link: FakeConnection
  /** Connections that neither side has closed. */
  readonly alive: number
}

export function createPeer(): Peer {
  const server = createFakeServer({ timers: systemTimers(), url: ADDRESS })
  const attemptedAt: number[] = []

  class Native extends server.options.WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols)
      attemptedAt.push(Date.now())
    }

    /** A close comes as a `CloseEvent`, which can be made anew from what it says. */
    override dispatchEvent(event: Event & Partial<CloseEventInit>): boolean {
      const { type, code = 0, reason = '', wasClean = false } = event
      const Class = globalThis.CloseEvent ?? CloseEvent
      if (type !== 'close' || event instanceof Class) return super.dispatchEvent(event)
      return super.dispatchEvent(new Class(type, { code, reason, wasClean }) as Event)
    }
  }

  return {
    ...server,
    WebSocket: Native as unknown as typeof WebSocket,
    get attempts() {
      return attemptedAt.length
    },
    get gaps() {
      return attemptedAt.slice(1).map((at, index) => at - attemptedAt[index]!)
    },
    get link() {
      return server.connections.at(-1)!
    },
    get alive() {
      return server.connections.filter(({ readyState }) => readyState < 2).length
    },
  }
}
