import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connection, systemTimers } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import '../support/console.ts'

const NOW = 1_767_225_600_000

/** Made before the globals are faked: each call looks them up anew. */
const timers = systemTimers()

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('systemTimers', () => {
  it('tells the time since the epoch', () => {
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

  it('does not fire at once what setTimeout can not hold', () => {
    const fn = vi.fn()

    timers.setTimeout(fn, 1e12)
    vi.advanceTimersByTime(2_147_483_646)

    expect(fn).not.toHaveBeenCalled()
  })
})

describe('requestFrame', () => {
  it('without frames calls after 250 ms', () => {
    const fn = vi.fn()

    timers.requestFrame(fn)
    vi.advanceTimersByTime(249)
    expect(fn).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('with frames calls at the next one, once', () => {
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16))
    vi.stubGlobal('cancelAnimationFrame', (handle: number) => clearTimeout(handle))
    const fn = vi.fn()

    timers.requestFrame(fn)
    vi.advanceTimersByTime(16)
    expect(fn).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(1_000)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('with frames that do not come (a hidden page) calls after 250 ms, once', () => {
    const frames: (() => void)[] = []
    const cancel = vi.fn((handle: number) => delete frames[handle - 1])
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
    vi.stubGlobal('cancelAnimationFrame', cancel)
    const fn = vi.fn()

    timers.requestFrame(fn)
    vi.advanceTimersByTime(250)
    for (const frame of Object.values(frames)) frame()

    expect(fn).toHaveBeenCalledOnce()
    expect(cancel).toHaveBeenCalledExactlyOnceWith(1)
  })

  it('can be cancelled', () => {
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16))
    vi.stubGlobal('cancelAnimationFrame', (handle: number) => clearTimeout(handle))
    const fn = vi.fn()

    timers.cancelFrame(timers.requestFrame(fn))
    vi.advanceTimersByTime(1_000)

    expect(fn).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
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
