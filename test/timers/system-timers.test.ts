import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connection, systemTimers } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'

const NOW = 1_767_225_600_000

/** Made before the globals are faked: each call looks them up anew. */
const timers = systemTimers()

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('systemTimers', () => {
  it('emits the time since the epoch', () => {
    expect(timers.now()).toBe(NOW)
  })

  it('fires a timeout once', () => {
    const fn = vi.fn()

    timers.setTimeout(fn, 100)
    vi.advanceTimersByTime(99)
    expect(fn).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1_000)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('forgets a timeout', () => {
    const fn = vi.fn()
    const handle = timers.setTimeout(fn, 100)

    timers.clearTimeout(handle)
    vi.advanceTimersByTime(1_000)

    expect(fn).not.toHaveBeenCalled()
  })
})

describe('a connection without a timer option', () => {
  it('runs on the globals, so that fake ones work', async () => {
    const server = createFakeServer({ timers: createFakeTimers() })
    const { url, WebSocket, random } = server.options
    const connection = new Connection({ url, WebSocket, random, page: false })
    server.accept()

    await vi.advanceTimersByTimeAsync(13_500)

    expect(server.pings).toEqual(['ping'])
    expect(connection.openedAt).toBe(NOW)
    connection.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a time that is longer than setTimeout holds', () => {
  it('does not fire at once', () => {
    const server = createFakeServer({ timers: createFakeTimers() })
    const { url, WebSocket, random } = server.options
    const connection = new Connection({ url, WebSocket, random, page: false, connectTimeout: 1e12 })

    vi.advanceTimersByTime(2_147_483_646)

    expect(connection.status).toBe('connecting')
    connection.close()
  })
})
