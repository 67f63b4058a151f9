import { describe, expect, it } from 'vitest'
import { Connection, ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { setUp, setUpOpen, WAIT } from './support/set-up.ts'

const A = 'wss://a.test/'
const B = 'wss://b.test/'

interface Mutable {
  url: any
  heartbeat: any
  protocols: any
}

function setUpOptions(): Mutable & SocketOptions {
  const { options } = createFakeServer({ timers: createFakeTimers() })
  const url: any = A
  return { ...options, url, heartbeat: { interval: 5_000 }, protocols: ['v1'] }
}

describe('what the owner of the options does to them later', () => {
  it.each<[string, (options: Mutable) => void]>([
    ['another url', (options) => (options.url = B)],
    ['another protocol in the same array', (options) => options.protocols.push('v2')],
    ['another interval in the same group', (options) => (options.heartbeat.interval = 1)],
    ['another group', (options) => (options.heartbeat = { interval: 1 })],
    ['an option that is gone', (options) => delete options.heartbeat],
  ])('changes nothing, nor at the next configure(): %s', (_, change) => {
    const options = setUpOptions()
    const connection = new Connection(options)
    const { url, protocols, heartbeat } = structuredClone({
      url: connection.options.url as string,
      protocols: connection.options.protocols,
      heartbeat: { interval: connection.options.heartbeat.interval },
    })
    const { native } = connection

    change(options)
    connection.configure({ debug: false })

    expect(connection.options).toMatchObject({ url, protocols, heartbeat })
    expect(connection.native).toBe(native)
    connection.dispose()
  })

  it('changes nothing where the options are a patch', () => {
    const { connection } = setUpOpen()
    const patch = { heartbeat: { interval: 4_000 }, protocols: ['v1'] }
    connection.configure(patch)

    patch.heartbeat.interval = 1
    patch.protocols.push('v2')
    connection.configure({ debug: false })

    expect(connection.options).toMatchObject({
      heartbeat: { interval: 4_000 },
      protocols: ['v1'],
    })
  })

  it('changes no URL', () => {
    const url = new URL(A)
    const { connection, linkCount } = setUp({ url })

    url.host = 'b.test'
    connection.configure({ debug: false })

    expect(connection.options.url).toBe(A)
    expect(linkCount).toBe(1)
  })

  it('changes no bytes of a ping', async () => {
    const message = new Uint8Array([1, 2])
    const { timers, link } = setUpOpen({ heartbeat: { message } }, { ping: () => false })

    message[0] = 9
    await timers.advance(WAIT)

    expect(link.received).toEqual([new Uint8Array([1, 2])])
  })

  it('changes no heartbeat of a ReconnectingWebSocket', async () => {
    const timers = createFakeTimers()
    const server = createFakeServer({ timers })
    const heartbeat = { interval: 10_000 }
    const { url, ...options } = server.options
    const socket = new ReconnectingWebSocket(url, [], { ...options, heartbeat })
    server.accept()

    heartbeat.interval = 1_000
    socket.debug = false
    await timers.advance(5_000)

    expect(server.pings).toEqual([])
    socket.close()
  })
})

describe('getters among the options', () => {
  const counted = (): { read: string[]; Options: new () => SocketOptions } => {
    const read: string[] = []
    class Options {
      get url(): string {
        read.push('url')
        return read.length > 2 ? B : A
      }
      get heartbeat(): { interval: number } {
        read.push('heartbeat')
        return { interval: 5_000 }
      }
    }
    return { read, Options: Options as never }
  }

  it.each(['of a class', 'own'])('%s are read once', (kind) => {
    const { read, Options } = counted()
    const options = new Options()
    if (kind === 'own') {
      const getters = Object.getOwnPropertyDescriptors(Options.prototype)
      for (const name of ['url', 'heartbeat'] as const) {
        Object.defineProperty(options, name, { ...getters[name], enumerable: true })
      }
    }
    Object.assign(options, { autoConnect: false })

    const connection = new Connection(options)
    connection.configure({ debug: false })
    connection.configure({ connectTimeout: 1 })

    expect([...read].sort()).toEqual(['heartbeat', 'url'])
    expect(connection.options).toMatchObject({ url: A, heartbeat: { interval: 5_000 } })
  })
})
