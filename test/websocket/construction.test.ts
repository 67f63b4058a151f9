import { afterEach, describe, expect, it, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { EVER, leftOvers, NOTHING, setUp } from './support/set-up.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** What a constructor throws, and how many sockets it has made. */
function thrownBy(url: unknown, protocols?: unknown): { error: unknown; linkCount: number } {
  const { server } = setUp({ automaticOpen: false })
  const { WebSocket, timer } = server.options
  let thrown: unknown
  try {
    new ReconnectingWebSocket(url as string, protocols as string, { WebSocket, timer })
  } catch (error) {
    thrown = error
  }
  return { error: thrown, linkCount: server.connections.length }
}

describe('a url', () => {
  it('is attempted before the constructor returns', () => {
    const { link, socket } = setUp({ url: 'wss://host.test/path?query' })

    expect(link.url).toBe('wss://host.test/path?query')
    expect(socket.readyState).toBe(ReconnectingWebSocket.CONNECTING)
  })

  it('can be read before open()', () => {
    expect(setUp({ url: 'wss://host.test', automaticOpen: false }).socket.url).toBe(
      'wss://host.test/',
    )
  })

  it('without a host is one of the page', () => {
    vi.stubGlobal('location', { href: 'https://page.test/app/', protocol: 'https:' })

    expect(setUp({ url: '/live' }).socket.url).toBe('wss://page.test/live')
  })

  it('stays what it was when a URL object changes', async () => {
    const url = new URL('wss://host.test/one')
    const { server, socket, timers } = setUp({ url })

    url.pathname = '/two'
    server.refuse()
    await timers.advance(1_000)

    expect(server.connections.map((link) => link.url)).toEqual([
      'wss://host.test/one',
      'wss://host.test/one',
    ])
    expect(socket.url).toBe('wss://host.test/one')
  })

  it('to an unsafe host from a safe page is a SecurityError at once', () => {
    vi.stubGlobal('location', { href: 'https://page.test/', protocol: 'https:' })

    const { error, linkCount } = thrownBy('ws://host.test')

    expect(error).toBeInstanceOf(DOMException)
    expect(error).toHaveProperty('name', 'SecurityError')
    expect(linkCount).toBe(0)
  })
})

describe('protocols', () => {
  it('that are changed later are not what a retry offers', async () => {
    const protocols = ['one']
    const { server, timers } = setUp({ protocols })

    protocols.push('two')
    server.refuse()
    await timers.advance(1_000)

    expect(server.connections[1]!.protocols).toEqual(['one'])
  })

  it('may be a function, which is asked at each attempt', async () => {
    let token = 0
    const { server, timers } = setUp({ protocols: () => [`token-${++token}`] })

    server.refuse()
    await timers.advance(1_000)

    expect(server.connections.map((link) => link.protocols)).toEqual([['token-1'], ['token-2']])
  })
})

describe('the constructor', () => {
  it('throws a diagnostic where there is no WebSocket class', () => {
    vi.stubGlobal('WebSocket', undefined)

    expect(() => new ReconnectingWebSocket('wss://host.test')).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0003' }),
    )
  })

  it('leaves that to open() where it does not attempt', () => {
    vi.stubGlobal('WebSocket', undefined)
    const options = { automaticOpen: false }
    const socket = new ReconnectingWebSocket('wss://host.test', null, options)

    expect(() => socket.open()).toThrow(expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0003' }))
    expect(socket.readyState).toBe(socket.CONNECTING)
  })
})

describe('an attempt that fails within the constructor', () => {
  const url = (): never => {
    throw new Error('no token')
  }

  it('is emitted afterwards, when someone can listen', async () => {
    const { recorder, timers, socket } = setUp({ url })
    expect(recorder.types).toEqual([])

    await timers.advance(0)

    expect(recorder.story).toEqual(['error', 'connecting 1006', 'close 1006'])
    expect(socket.readyState).toBe(socket.CONNECTING)
  })

  it('is emitted as the end where there is no retry', async () => {
    const kit = setUp({ url, maxReconnectAttempts: 0 })

    await kit.timers.advance(0)

    expect(kit.recorder.story).toEqual(['error', 'close 1006'])
    expect(kit.socket.readyState).toBe(kit.socket.CLOSED)
    expect(leftOvers(kit)).toEqual(NOTHING)
  })

  it('may be one of a class that throws', async () => {
    class Throwing {
      constructor() {
        throw new Error('too many')
      }
    }

    const { recorder, timers } = setUp({ WebSocket: Throwing as never })
    await timers.advance(0)

    expect(recorder.story).toEqual(['error', 'connecting 1006', 'close 1006'])
  })

  it('gives one close when close() is called at once', async () => {
    const { socket, timers, recorder } = setUp({ url })

    socket.close()
    await timers.advance(EVER)

    expect(recorder.story).toEqual(['error', 'close 1006'])
  })
})
