import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import type { FakeServer, FakeTimers } from 'vue-heartbeat-socket/testing'
import type { FakePage } from '../../connection/support/fake-page.ts'

/** The world around a socket that is about to break. */
export interface World {
  readonly timers: FakeTimers
  readonly server: FakeServer
  readonly page: FakePage
}

/** A way to break. */
export interface Break {
  /** What brings it about. A `ReconnectingWebSocket` has no handshake. */
  readonly options?: Partial<Pick<SocketOptions, 'url' | 'WebSocket' | 'handshake'>>
  happen(world: World): unknown
}

/** Long enough to find a half-open link, and for several retries. */
export const LONG = 32_000

/** All ways to break that any socket meets. */
export const breaks: Readonly<Record<string, Break>> = {
  'a lost connection': {
    happen: ({ server }) => server.drop(),
  },
  'a close frame': {
    happen: ({ server }) => server.close(1001),
  },
  'a refusal for good': {
    async happen({ server, timers }) {
      server.close(1008)
      await timers.advance(LONG)
      server.close(1008)
    },
  },
  'a half-open link': {
    async happen({ server, timers }) {
      server.goSilent()
      await timers.advance(LONG)
    },
  },
  'a suspected link': {
    happen({ server, page }) {
      server.goSilent()
      page.goOffline()
    },
  },
  'refused retries': {
    async happen({ server, timers }) {
      server.refuse()
      server.drop()
      await timers.advance(LONG)
    },
  },
  'silent handshakes': {
    async happen({ server, timers }) {
      server.goSilent()
      server.drop()
      await timers.advance(LONG)
    },
  },
  'a page that is offline': {
    async happen({ server, page, timers }) {
      page.goOffline()
      server.drop()
      await timers.advance(LONG)
    },
  },
  'a page that comes and goes': {
    async happen({ server, page, timers }) {
      page.hide()
      server.drop()
      await timers.advance(1_000)
      page.show()
      page.emit('pagehide')
      await timers.advance(1_000)
      page.emit('pageshow')
    },
  },
  'a url that never comes': {
    options: { url: () => new Promise(() => {}) },
    happen: ({ timers }) => timers.advance(LONG),
  },
  'a url function that rejects': {
    options: { url: () => Promise.reject(new Error('no token')) },
    happen: ({ timers }) => timers.advance(LONG),
  },
  'a constructor that throws': {
    options: {
      WebSocket: class {
        constructor() {
          throw new Error('blocked')
        }
      } as never,
    },
    happen: ({ timers }) => timers.advance(LONG),
  },
  'a handshake that rejects': {
    options: { handshake: () => Promise.reject(new Error('wrong password')) },
    happen: ({ timers }) => timers.advance(LONG),
  },
  'a handshake without an answer': {
    options: { handshake: async ({ receive }) => void (await receive()) },
    happen: ({ timers }) => timers.advance(LONG),
  },
  'a message that is no JSON': {
    happen: ({ server }) => server.send('{'),
  },
}
