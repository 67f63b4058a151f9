import { Connection } from 'vue-heartbeat-socket/socket'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import type {
  FakeConnection,
  FakeServer,
  FakeServerOptions,
  FakeTimers,
} from 'vue-heartbeat-socket/testing'
import { FakePage } from './fake-page.ts'
import { Recorder } from './recorder.ts'

/** With the default options and `random: () => 0.5`: the silence before a ping, in ms. */
export const WAIT = 13_500
/** The default `heartbeat.timeout`. */
export const TIMEOUT = 10_000
/** The delay of the first retry. */
export const FIRST_DELAY = 2_500
/** A delay from the `maxDelay` range. */
export const LONG_DELAY = 18_750

export interface Kit {
  readonly timers: FakeTimers
  readonly server: FakeServer
  readonly page: FakePage
  readonly connection: Connection
  /** All events since the connection was made, or opened by `setUpOpen`. */
  readonly recorder: Recorder
  /** The link attempted last. */
  readonly link: FakeConnection
  /** How many links have been attempted. */
  readonly linkCount: number
}

/** A connection to a fake server, on fake timers and a fake page. */
export function setUp(
  options: Partial<SocketOptions> = {},
  serverOptions: Partial<FakeServerOptions> = {},
): Kit {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers, ...serverOptions })
  const page = new FakePage()
  const connection = new Connection({ ...server.options, page, ...options })
  const recorder = new Recorder(connection)
  return {
    timers,
    server,
    page,
    connection,
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
export function setUpOpen(
  options: Partial<SocketOptions> = {},
  serverOptions: Partial<FakeServerOptions> = {},
): Kit {
  const kit = setUp(options, serverOptions)
  kit.server.accept()
  kit.recorder.clear()
  return kit
}

/** The same, open with nothing heard since a ping went out: `WAIT` after the opening. */
export async function setUpPinged(options: Partial<SocketOptions> = {}): Promise<Kit> {
  const kit = setUpOpen(options, { pong: null })
  await kit.timers.advance(WAIT)
  kit.recorder.clear()
  return kit
}

/** Lets what promises have to do run to the end. */
export async function microtasks(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
