import { describe, expect, it } from 'vitest'
import { ALMOST_ONE } from './support/random.ts'
import { FIRST_DELAY, LONG_DELAY, setUpOpen } from './support/set-up.ts'

const refusals = [1002, 1003, 1007, 1008, 1009, 1010, 4403]

describe('a refusal', () => {
  it.each(refusals)('%d met once leads to a retry from the maxDelay range', (code) => {
    const { server, connection, timers } = setUpOpen()

    server.close(code)

    expect(connection.status).toBe('reconnecting')
    expect(connection.retryAt).toBe(timers.now() + LONG_DELAY)
  })

  it.each(refusals)('%d met twice without a stable opening between is final', async (code) => {
    const { server, connection, timers, recorder } = setUpOpen()
    server.close(code)
    await timers.advance(LONG_DELAY)

    server.close(code)

    expect(connection.status).toBe('failed')
    expect(recorder.errorCodes).toEqual(['R0006'])
    expect(connection.lastClose).toMatchObject({ code, cause: 'server' })
  })

  it.each([
    [0, 7_500],
    [ALMOST_ONE, 30_000],
  ])('with random %d waits %d ms', (random, delay) => {
    const { server, recorder } = setUpOpen({ random: () => random })

    server.close(1008)

    expect(recorder.of('status')[0]!.retryIn).toBeCloseTo(delay, 2)
  })

  it('is forgotten after a stable opening', async () => {
    const { server, connection, timers } = setUpOpen()
    server.close(1008)
    await timers.advance(LONG_DELAY + 15_000)
    expect(connection.attempts).toBe(0)

    server.close(1008)

    expect(connection.status).toBe('reconnecting')
    expect(connection.retryAt).toBe(timers.now() + LONG_DELAY)
  })

  it('is remembered over other ends', async () => {
    const { server, connection, timers } = setUpOpen()
    server.close(4403)
    await timers.advance(LONG_DELAY)
    server.drop()
    await timers.advance(5_000)
    expect(connection.isOpen).toBe(true)

    server.close(4403)

    expect(connection.status).toBe('failed')
  })

  it('is forgotten by connect()', async () => {
    const { server, connection, timers } = setUpOpen()
    server.close(4403)
    await timers.advance(LONG_DELAY)
    server.close(4403)
    connection.connect()
    await timers.advance(0)

    server.close(4403)

    expect(connection.status).toBe('reconnecting')
  })

  it('met once at each of two urls is not final', async () => {
    const { server, connection, timers } = setUpOpen()
    server.close(4403)
    connection.configure({ url: 'wss://other.test/' })
    await timers.advance(FIRST_DELAY)
    expect(connection.isOpen).toBe(true)

    server.close(4403)

    expect(connection.status).toBe('reconnecting')
  })
})

describe('4401', () => {
  it('is final at once with fixed url and protocols', () => {
    const { server, connection, recorder } = setUpOpen({ protocols: ['v1'] })

    server.close(4401)

    expect(connection.status).toBe('failed')
    expect(recorder.errorCodes).toEqual(['R0006'])
  })

  it('with a url function leads to a retry after the usual first delay', () => {
    const url = (): string => 'wss://fake-server.test/'
    const { server, connection, timers } = setUpOpen({ url })

    server.close(4401)

    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
  })

  it('with a url function is final when met twice', async () => {
    const url = (): string => 'wss://fake-server.test/'
    const { server, connection, timers } = setUpOpen({ url })
    server.close(4401)
    await timers.advance(FIRST_DELAY)

    server.close(4401)

    expect(connection.status).toBe('failed')
  })

  it('with a protocols function leads to a retry', () => {
    const { server, connection } = setUpOpen({ protocols: () => ['token'] })

    server.close(4401)

    expect(connection.status).toBe('reconnecting')
  })
})

describe('other codes', () => {
  it.each([1000, 1001, 1005, 1011, 1012, 1013, 1014, 3000, 4000, 4400, 4999])(
    '%d from a server is never final',
    async (code) => {
      const { server, connection, timers } = setUpOpen()

      for (let time = 0; time < 5; time++) {
        server.close(code)
        expect(connection.status).toBe('reconnecting')
        await timers.advance(30_000)
      }

      expect(connection.isOpen).toBe(true)
    },
  )

  it.each([1000, 1001, 1005, 1012])('%d leads to a retry after the usual delay', (code) => {
    const { server, connection, timers } = setUpOpen()

    server.close(code)

    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
  })

  it('1006 is the network, never a refusal', async () => {
    const { server, connection, timers } = setUpOpen()

    for (let time = 0; time < 5; time++) {
      server.drop()
      await timers.advance(30_000)
    }

    expect(connection.isOpen).toBe(true)
  })
})
