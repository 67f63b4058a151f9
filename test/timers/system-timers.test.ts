import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connection, systemTimers, type TimerService } from 'vue-heartbeat-socket/socket'
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

describe('requestFrame on a page', () => {
  const FRAME = 16
  let frames: (() => void)[]
  let page: EventTarget & { hidden: boolean }

  beforeEach(() => {
    frames = []
    page = Object.assign(new EventTarget(), { hidden: false })
    vi.stubGlobal('document', page)
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
    vi.stubGlobal('cancelAnimationFrame', (handle: number) => delete frames[handle - 1])
  })

  /** The page renders. */
  function render(): void {
    vi.advanceTimersByTime(FRAME)
    for (const run of Object.values(frames.splice(0))) run()
  }

  function hide(): void {
    page.hidden = true
    page.dispatchEvent(new Event('visibilitychange'))
  }

  /** A service that has seen a frame come. */
  function setUp(): TimerService {
    const service = systemTimers()
    service.requestFrame(() => {})
    render()
    return service
  }

  it('sets no timer once a frame has come, whatever follows', () => {
    const service = setUp()
    const fn = vi.fn()
    const setTimeout = vi.spyOn(globalThis, 'setTimeout')

    for (let count = 0; count < 100; count++) {
      service.requestFrame(fn)
      render()
    }

    expect(fn).toHaveBeenCalledTimes(100)
    expect(setTimeout).not.toHaveBeenCalled()
  })

  it('calls after 250 ms when the page is hidden meanwhile', () => {
    const service = setUp()
    const fn = vi.fn()

    service.requestFrame(fn)
    hide()
    vi.advanceTimersByTime(250)

    expect(fn).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('calls after 250 ms on a page that is hidden', () => {
    const service = setUp()
    const fn = vi.fn()
    hide()

    service.requestFrame(fn)
    vi.advanceTimersByTime(250)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('calls after 250 ms on a page that passes for visible, but has had no frame yet', () => {
    const service = systemTimers()
    const fn = vi.fn()

    service.requestFrame(fn)
    vi.advanceTimersByTime(250)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('calls after 250 ms in an iframe, which may be out of sight', () => {
    vi.stubGlobal('window', { parent: {} })
    const service = setUp()
    const fn = vi.fn()

    service.requestFrame(fn)
    vi.advanceTimersByTime(250)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('leaves no listener on the page', () => {
    const service = setUp()
    const add = vi.spyOn(page, 'addEventListener')
    const remove = vi.spyOn(page, 'removeEventListener')

    service.requestFrame(() => {})
    render()
    service.cancelFrame(service.requestFrame(() => {}))

    expect(add).toHaveBeenCalledTimes(2)
    for (const [type, listener] of add.mock.calls) {
      expect(remove).toHaveBeenCalledWith(type, listener)
    }
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
