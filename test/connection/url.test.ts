import { describe, expect, it } from 'vitest'
import type { AttemptContext, SocketOptions } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, microtasks, setUp } from './support/set-up.ts'

const URL_1 = 'wss://one.test/'

function unreadable(): never {
  throw new Error('unreadable')
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

describe('a fixed url', () => {
  it.each([
    ['wss://a.test/live?x=1', 'wss://a.test/live?x=1'],
    ['ws://a.test', 'ws://a.test/'],
    ['https://a.test/live', 'wss://a.test/live'],
    ['http://a.test:81/', 'ws://a.test:81/'],
    [new URL('wss://a.test/x'), 'wss://a.test/x'],
  ])('%s is attempted as %s', (url, address) => {
    const { link } = setUp({ url })

    expect(link.url).toBe(address)
  })
})

describe('a url function', () => {
  it('that returns a plain value is attempted in the same task', () => {
    const { link } = setUp({ url: () => URL_1 })

    expect(link.url).toBe(URL_1)
  })

  it('that returns a promise is awaited', async () => {
    const { server, connection } = setUp({ url: async () => URL_1 })
    expect(connection.status).toBe('connecting')
    expect(server.connections).toHaveLength(0)

    await microtasks()

    expect(server.connections[0]!.url).toBe(URL_1)
  })

  it('may return any thenable', async () => {
    // oxlint-disable-next-line unicorn/no-thenable -- the subject of this test
    const thenable = { then: (done: (url: string) => void) => done(URL_1) }
    const { server } = setUp({ url: () => thenable as never })

    await microtasks()

    expect(server.connections).toHaveLength(1)
  })

  it('is asked for every attempt, and gets which and how the last ended', async () => {
    const contexts: AttemptContext[] = []
    const url = (context: AttemptContext): string => {
      contexts.push(context)
      return `wss://host-${context.attempt}.test/`
    }
    const { server, timers } = setUp({ url })

    server.refuse()
    await timers.advance(FIRST_DELAY)

    expect(server.connections.map((link) => link.url)).toEqual([
      'wss://host-1.test/',
      'wss://host-2.test/',
    ])
    expect(contexts.map(({ attempt, lastClose }) => [attempt, lastClose?.cause ?? null])).toEqual([
      [1, null],
      [2, 'network'],
    ])
  })

  it.each<[string, SocketOptions['url']]>([
    [
      'throws',
      () => {
        throw new Error('no token')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no token'))],
  ])('that %s is a failed attempt', async (_, url) => {
    const { connection, timers, recorder } = setUp({ url, autoConnect: false })

    connection.connect()
    await microtasks()

    expect(connection.status).toBe('reconnecting')
    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
    expect(recorder.errorCodes).toEqual(['R0001'])
    expect(connection.error?.cause).toEqual(new Error('no token'))
  })

  it('that never settles is a failed attempt at connectTimeout', async () => {
    const { connection, timers, server } = setUp({ url: () => new Promise<string>(() => {}) })

    await timers.advance(9_999)
    expect(connection.status).toBe('connecting')
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('connect-timeout')
    expect(server.connections).toHaveLength(0)
  })

  it.each([42, '', 'ftp://a.test/', 'wss://a.test/#part', 'nonsense', {}, true, ['wss://a.test/']])(
    'that returns %j is a failed attempt',
    (rubbish) => {
      const { connection, recorder, server } = setUp({
        url: () => rubbish as never,
        autoConnect: false,
      })

      connection.connect()

      expect(connection.status).toBe('reconnecting')
      expect(recorder.errorCodes).toEqual(['R0002'])
      expect(connection.lastClose).toMatchObject({ code: 1006, cause: 'network' })
      expect(server.connections).toHaveLength(0)
    },
  )

  it.each<[string, () => unknown]>([
    ['an object without a prototype', () => Object.create(null)],
    ['what makes no text', () => ({ toString: () => Symbol('no text') })],
    // oxlint-disable-next-line unicorn/no-thenable -- the subject of this test
    ['a `then` that throws', () => Object.defineProperty({}, 'then', { get: unreadable })],
    ['a proxy that is revoked', revoked],
  ])('that returns %s is a failed attempt, and no hang', (_, url) => {
    const { connection, recorder } = setUp({ url: url as never, autoConnect: false })

    connection.connect()

    expect(connection.status).toBe('reconnecting')
    expect(recorder.errorCodes).toEqual([expect.stringMatching(/R000[12]/)])
  })

  it('whose answer comes too late is not attempted', async () => {
    const answers: ((url: string) => void)[] = []
    const url = (): Promise<string> => new Promise((resolve) => answers.push(resolve))
    const { timers, server } = setUp({ url })
    await timers.advance(10_000)

    answers[0]!(URL_1)
    await microtasks()

    expect(server.connections).toHaveLength(0)
  })

  it('whose answer comes after close() is not attempted', async () => {
    const { connection, server } = setUp({ url: async () => URL_1 })

    connection.close()
    await microtasks()

    expect(server.connections).toHaveLength(0)
    expect(connection.status).toBe('closed')
  })

  it('whose rejection comes after close() is thrown away', async () => {
    const { connection, recorder } = setUp({ url: () => Promise.reject(new Error('late')) })

    connection.close()
    await microtasks()

    expect(recorder.errorCodes).toEqual([])
    expect(connection.status).toBe('closed')
  })

  it('may close the connection', () => {
    const kit = setUp({
      autoConnect: false,
      url() {
        kit.connection.close()
        return URL_1
      },
    })

    kit.connection.connect()

    expect(kit.connection.status).toBe('closed')
    expect(kit.server.connections).toHaveLength(0)
    expect(kit.timers.pending).toBe(0)
  })
})

describe('the signal of a url function', () => {
  it.each(['close', 'timeout', 'end'])('aborts on %s', async (end) => {
    const signals: AbortSignal[] = []
    const url = ({ signal }: AttemptContext): Promise<string> => {
      signals.push(signal)
      return end === 'end' ? Promise.resolve(URL_1) : new Promise(() => {})
    }
    const { connection, timers, server } = setUp({ url })
    server.accept()
    await microtasks()
    expect(signals[0]!.aborted).toBe(false)

    if (end === 'close') connection.close()
    else if (end === 'end') server.drop()
    else await timers.advance(10_000)

    expect(signals.map((signal) => signal.aborted)).toEqual([true])
  })
})

describe('a URL object that is changed in place', () => {
  it('is another url when it is configured again', () => {
    const url = new URL('wss://one.test/?token=1')
    const { connection, server } = setUp({ url })

    url.searchParams.set('token', '2')
    connection.configure({ url })

    expect(server.connections.map((link) => link.url)).toEqual([
      'wss://one.test/?token=1',
      'wss://one.test/?token=2',
    ])
  })
})
