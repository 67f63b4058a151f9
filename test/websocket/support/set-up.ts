import {
  ReconnectingWebSocket,
  type ReconnectingWebSocketOptions,
} from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import type {
  FakeConnection,
  FakeServer,
  FakeServerOptions,
  FakeTimers,
} from 'vue-heartbeat-socket/testing'
import { FakePage } from '../../connection/support/fake-page.ts'
import { Journal } from './journal.ts'

type Parameters = ConstructorParameters<typeof ReconnectingWebSocket>

export const URL_OF_SERVER = 'wss://fake-server.test/'
/** The default `reconnectInterval`: what the first retry waits. */
export const FIRST_DELAY = 1_000
/** The default `timeoutInterval`. */
export const TIMEOUT = 2_000
/** Long enough for everything that is planned to happen. */
export const EVER = 3_600_000

export interface Given extends ReconnectingWebSocketOptions {
  url?: Parameters[0]
  protocols?: Parameters[1]
}

export interface Kit {
  readonly timers: FakeTimers
  readonly server: FakeServer
  readonly page: FakePage
  readonly socket: ReconnectingWebSocket
  /** All events since the socket was made, or opened by `setUpOpen`. */
  readonly recorder: Journal
  /** The link attempted last. */
  readonly link: FakeConnection
  /** How many links have been attempted. */
  readonly linkCount: number
}

/** A socket to a fake server, on fake timers and a fake page. */
export function setUp(given: Given = {}, serverOptions: Partial<FakeServerOptions> = {}): Kit {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers, ...serverOptions })
  const page = new FakePage()
  const { url: address, ...kit } = server.options
  const { url = address, protocols, ...options } = given
  const socket = new ReconnectingWebSocket(url, protocols, { ...kit, page, ...options })
  const recorder = new Journal(socket)
  return {
    timers,
    server,
    page,
    socket,
    recorder,
    get link() {
      return server.connections.at(-1)!
    },
    get linkCount() {
      return server.connections.length
    },
  }
}

/** The same, open already. */
export function setUpOpen(given: Given = {}, serverOptions: Partial<FakeServerOptions> = {}): Kit {
  const kit = setUp(given, serverOptions)
  kit.server.accept()
  kit.recorder.clear()
  return kit
}

/** The same, its link lost, and the retry not yet due. */
export function setUpWaiting(given: Given = {}): Kit {
  const kit = setUpOpen(given)
  kit.server.drop()
  kit.recorder.clear()
  return kit
}

/** How many native sockets there are that were not told to close. */
export function liveLinks({ server }: Kit): number {
  return server.connections.filter(({ closeCode, readyState }) => {
    return closeCode === null && readyState < 2
  }).length
}

/** What of a socket is left: timers, listeners on the page, links. */
export function leftOvers(kit: Kit): unknown {
  const { timers, page } = kit
  return { timers: timers.pending, listeners: page.listeners, links: liveLinks(kit) }
}

export const NOTHING = { timers: 0, listeners: 0, links: 0 }
