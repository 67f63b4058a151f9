import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pageFrames, type RequestFrame } from '../../src/timers/index.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_767_225_600_000, toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a request for a frame of the page', () => {
  it('without frames calls after 250 ms', () => {
    const fn = vi.fn()

    pageFrames()(fn)
    vi.advanceTimersByTime(249)
    expect(fn).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('with frames calls at the next one, once', () => {
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16))
    vi.stubGlobal('cancelAnimationFrame', (handle: number) => clearTimeout(handle))
    const fn = vi.fn()

    pageFrames()(fn)
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

    pageFrames()(fn)
    vi.advanceTimersByTime(250)
    for (const frame of Object.values(frames)) frame()

    expect(fn).toHaveBeenCalledOnce()
    expect(cancel).toHaveBeenCalledExactlyOnceWith(1)
  })

  it('can be cancelled', () => {
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16))
    vi.stubGlobal('cancelAnimationFrame', (handle: number) => clearTimeout(handle))
    const fn = vi.fn()

    pageFrames()(fn)()
    vi.advanceTimersByTime(1_000)

    expect(fn).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a request on a page that has frames', () => {
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

  /** Frames of a page that has had one. */
  function setUp(): RequestFrame {
    const requestFrame = pageFrames()
    requestFrame(() => {})
    render()
    return requestFrame
  }

  it('sets no timer once a frame has come, whatever follows', () => {
    const requestFrame = setUp()
    const fn = vi.fn()
    const setTimeout = vi.spyOn(globalThis, 'setTimeout')

    for (let count = 0; count < 100; count++) {
      requestFrame(fn)
      render()
    }

    expect(fn).toHaveBeenCalledTimes(100)
    expect(setTimeout).not.toHaveBeenCalled()
  })

  it('calls after 250 ms when the page is hidden meanwhile', () => {
    const requestFrame = setUp()
    const fn = vi.fn()

    requestFrame(fn)
    hide()
    vi.advanceTimersByTime(250)

    expect(fn).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('calls after 250 ms on a page that is hidden', () => {
    const requestFrame = setUp()
    const fn = vi.fn()
    hide()

    requestFrame(fn)
    vi.advanceTimersByTime(250)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('calls after 250 ms on a page that passes for visible, but has had no frame yet', () => {
    const requestFrame = pageFrames()
    const fn = vi.fn()

    requestFrame(fn)
    vi.advanceTimersByTime(250)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('calls after 250 ms in an iframe, which may be out of sight', () => {
    vi.stubGlobal('window', { parent: {} })
    const requestFrame = setUp()
    const fn = vi.fn()

    requestFrame(fn)
    vi.advanceTimersByTime(250)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('leaves no listener on the page', () => {
    const requestFrame = setUp()
    const add = vi.spyOn(page, 'addEventListener')
    const remove = vi.spyOn(page, 'removeEventListener')

    requestFrame(() => {})
    render()
    requestFrame(() => {})()

    expect(add).toHaveBeenCalledTimes(2)
    for (const [type, listener] of add.mock.calls) {
      expect(remove).toHaveBeenCalledWith(type, listener)
    }
  })
})
