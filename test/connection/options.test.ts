import { describe, expect, it } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { setUp } from './support/set-up.ts'

describe('the defaults', () => {
  it('are those of the documentation', () => {
    const { options } = new Connection({ url: null })

    expect(options).toMatchObject({
      autoConnect: true,
      binaryType: 'blob',
      connectTimeout: 10_000,
      heartbeat: {
        interval: 15_000,
        timeout: 10_000,
        message: 'ping',
        pong: 'pong',
        idleOnly: true,
      },
      reconnect: {
        spread: 5_000,
        minDelay: 2_000,
        maxDelay: 30_000,
        factor: 2,
        maxAttempts: Infinity,
        stableAfter: 10_000,
        whenHidden: true,
      },
      outbox: {
        maxMessages: 1_000,
        maxBytes: 1_048_576,
        maxAge: 60_000,
        overflow: 'drop-oldest',
      },
      debug: false,
    })
  })

  it('hold for what a group leaves out', () => {
    const { options } = setUp({ heartbeat: { interval: 1 } }).connection

    expect(options.heartbeat).toMatchObject({ interval: 1, timeout: 10_000, message: 'ping' })
  })

  it('hold for what is undefined', () => {
    const { options } = setUp({ heartbeat: undefined, reconnect: { spread: undefined } }).connection

    expect(options.heartbeat).toMatchObject({ interval: 15_000 })
    expect(options.reconnect.spread).toBe(5_000)
  })
})

describe('limits that may be endless', () => {
  it.each([
    { reconnect: { maxAttempts: Infinity } },
    { outbox: { maxMessages: Infinity, maxBytes: Infinity, maxAge: Infinity } },
  ])('%j', (options) => {
    expect(setUp(options).connection.status).toBe('connecting')
  })
})

describe('times that may be 0', () => {
  it('are those of reconnect', () => {
    const reconnect = { spread: 0, minDelay: 0, maxDelay: 0, stableAfter: 0 }

    expect(setUp({ reconnect }).connection.status).toBe('connecting')
  })
})
