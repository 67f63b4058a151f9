import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, setUp } from './support/set-up.ts'

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.s3cr3t'
const urls = [
  `wss://a.test/live?token=${TOKEN}`,
  `wss://me:${TOKEN}@a.test/live`,
  `wss://a.test/live/${TOKEN}/feed`,
  `wss://a.test/${TOKEN}`,
  `wss://a.test/live;token=s3cr3t/feed`,
  ...[20, 21].flatMap((length) => {
    const word = 's3cr3t'.padEnd(length, 'x')
    return [`wss://a.test/live/${word}`, `wss://a.test/${word}/feed`, `wss://${word}.a.test/live`]
  }),
]

/** All that an error would show in a console, its causes included. */
const shown = (error: unknown): string => inspect(error, { depth: 10, showHidden: true })

function thrownBy(fn: () => unknown): unknown {
  try {
    fn()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('I10: no token', () => {
  it.each(urls)('in what debug logs of %s', async (url) => {
    const debug = vi.spyOn(console, 'debug').mockImplementation(() => {})
    const { server, timers, connection } = setUp({ url, debug: true, protocols: ['v1', TOKEN] })
    server.refuse()
    await timers.advance(FIRST_DELAY)
    server.accept()
    await timers.advance(5_000)
    connection.close()

    const logged = shown(debug.mock.calls)

    expect(debug.mock.calls.length).toBeGreaterThanOrEqual(4)
    expect(logged).not.toContain('s3cr3t')
  })

  it('nothing is logged without debug', () => {
    const debug = vi.spyOn(console, 'debug').mockImplementation(() => {})
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const { server, connection } = setUp()

    server.accept()
    connection.close()

    expect([debug.mock.calls, log.mock.calls]).toEqual([[], []])
  })

  it.each(urls)('in the error for a fixed url that can not be connected to: %s', (url) => {
    const error = thrownBy(() => new Connection({ url: `${url}#part` }))

    expect(shown(error)).not.toContain('s3cr3t')
  })

  it.each(urls)('in the error for such a url from a function: %s', (url) => {
    const { connection } = setUp({ url: () => `${url}#part` })

    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0002')
    expect(shown(connection.error)).not.toContain('s3cr3t')
  })

  it('in the error for protocols that can not be offered', () => {
    const { connection } = setUp({ protocols: () => ['bearer', `${TOKEN} with a space`] })

    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0002')
    expect(shown(connection.error)).not.toContain('s3cr3t')
  })

  it.each(['two words', ['bearer', 'two words']])(
    'in the error for the option protocols: %j',
    (names) => {
      const protocols = [names].flat().map((name) => name.replace('words', TOKEN))
      const option = typeof names === 'string' ? protocols[0] : protocols

      const error = thrownBy(() => new Connection({ url: 'wss://a.test/', protocols: option }))

      expect(shown(error)).not.toContain('s3cr3t')
    },
  )

  it('in the error for a constructor that throws it', () => {
    class Throwing {
      constructor(url: string) {
        throw new Error(`The url '${url}' is invalid`)
      }
    }
    const { connection } = setUp({ url: urls[0]!, WebSocket: Throwing as never })

    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0002')
    expect(shown(connection.error)).not.toContain('s3cr3t')
  })

  it.each([
    'wss:user:tok@h.example/#x',
    '//user:tok@h.example/#x',
    'wss:/user:tok@h/#x',
    'wss:\\\\user:tok@h.example/#x',
    'https:tok@h/#a',
  ])('in the error for a url in another spelling: %s', (url) => {
    const error = thrownBy(() => new Connection({ url }))

    expect(error).toMatchObject({ code: 'HEARTBEAT_SOCKET_C0001' })
    expect(shown(error)).not.toContain('tok@')
    expect((error as Error).message).not.toContain('tok')
  })

  it('in the error for a path', () => {
    const error = thrownBy(() => new Connection({ url: `/live/${TOKEN}` }))

    expect(shown(error)).toContain('/live/…')
    expect(shown(error)).not.toContain('s3cr3t')
  })

  it('and the rest of an address stays', () => {
    const { connection } = setUp({
      url: () => 'wss://live.a-longish-name.example.com:81/v1/feed#x',
    })

    expect(connection.error?.message).toContain(
      'wss://live.a-longish-name.example.com:81/v1/feed#…',
    )
  })
})
