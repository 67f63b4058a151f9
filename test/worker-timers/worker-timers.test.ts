import { resolveObjectURL } from 'node:buffer'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { workerTimers } from 'vue-heartbeat-socket/worker-timers'
import { FakeWorker, passInWorkers, resetWorkers, started } from './support/fake-worker.ts'

const NOW = 1_767_225_600_000

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  vi.stubGlobal('Worker', FakeWorker)
  resetWorkers()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const passInPage = (ms: number) => vi.advanceTimersByTime(ms)

describe('with a worker', () => {
  it('fires at its tick, though the timers of the page stand still', async () => {
    const fn = vi.fn()

    workerTimers().setTimeout(fn, 100)
    await passInWorkers(99)
    expect(fn).not.toHaveBeenCalled()
    await passInWorkers(1)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('fires by the timers of the page while the worker has yet to start', () => {
    const fn = vi.fn()

    workerTimers().setTimeout(fn, 100)
    passInPage(100)

    expect(fn).toHaveBeenCalledOnce()
  })

  it.each(['the page', 'the worker'])('fires once when %s ticks last', async (last) => {
    const fn = vi.fn()

    workerTimers().setTimeout(fn, 100)
    if (last === 'the page') await passInWorkers(100)
    passInPage(100)
    await passInWorkers(100)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('forgets a timeout, here and there', async () => {
    const fn = vi.fn()
    const timers = workerTimers()
    const handle = timers.setTimeout(fn, 100)
    timers.setTimeout(() => {}, 10_000)

    timers.clearTimeout(handle)
    expect(vi.getTimerCount()).toBe(1)
    expect(started()[0]!.pending).toBe(1)
    passInPage(1_000)
    await passInWorkers(1_000)

    expect(fn).not.toHaveBeenCalled()
  })

  it('forgives a handle that has fired, and one that never was', async () => {
    const timers = workerTimers()
    const handle = timers.setTimeout(() => {}, 100)

    await passInWorkers(100)

    timers.clearTimeout(handle)
    timers.clearTimeout(undefined)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('emits the time since the epoch', () => {
    expect(workerTimers().now()).toBe(NOW)
  })
})

describe('its life', () => {
  it('begins with the first timeout', () => {
    const timers = workerTimers()
    expect(started()).toHaveLength(0)

    timers.setTimeout(() => {}, 100)

    expect(started()).toHaveLength(1)
  })

  it('ends a second after the last timeout', async () => {
    const timers = workerTimers()
    timers.setTimeout(() => {}, 100)

    await passInWorkers(100 + 999)
    expect(started()[0]!.terminated).toBe(false)
    await passInWorkers(1)

    expect(started()[0]!.terminated).toBe(true)
    expect(resolveObjectURL(started()[0]!.url)).toBeUndefined()
  })

  it('goes on when another timeout is set within that second', async () => {
    const timers = workerTimers()
    const fn = vi.fn()
    timers.clearTimeout(timers.setTimeout(() => {}, 100))

    await passInWorkers(500)
    timers.setTimeout(fn, 1_000)
    await passInWorkers(1_000)

    expect(fn).toHaveBeenCalledOnce()
    expect(started()).toHaveLength(1)
  })

  it('begins anew after its end', async () => {
    const timers = workerTimers()
    const fn = vi.fn()
    timers.clearTimeout(timers.setTimeout(() => {}, 100))
    await passInWorkers(1_000)

    timers.setTimeout(fn, 100)
    await passInWorkers(100)

    expect(fn).toHaveBeenCalledOnce()
    expect(started()).toHaveLength(2)
  })

  it('ends with the connection that was disposed of', async () => {
    const server = createFakeServer({ timers: createFakeTimers() })
    const connection = new Connection({ ...server.options, timer: workerTimers() })
    server.accept()
    expect(started()[0]!.pending).toBeGreaterThan(0)

    connection.dispose()
    await passInWorkers(1_000)

    expect(started().map(({ terminated }) => terminated)).toEqual([true])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is shared by the connections that share the service', () => {
    const server = createFakeServer({ timers: createFakeTimers() })
    const timer = workerTimers()

    const connections = [1, 2].map(() => new Connection({ ...server.options, timer }))

    expect(started()).toHaveLength(1)
    expect(started()[0]!.pending).toBe(connections.length)
  })
})

describe('without a worker', () => {
  it.each([
    ['there are none (on a server)', () => vi.stubGlobal('Worker', undefined)],
    ['the page may not make one', () => vi.stubGlobal('Worker', ForbiddenWorker)],
  ])('fires by the timers of the page where %s', (_why, forbid) => {
    const fn = vi.fn()
    forbid()

    workerTimers().setTimeout(fn, 100)
    passInPage(100)

    expect(fn).toHaveBeenCalledOnce()
  })

  it('fires by the timers of the page when the worker turns out not to start', () => {
    const fn = vi.fn()

    workerTimers().setTimeout(fn, 100)
    const event = failToStart()
    passInPage(100)

    expect(fn).toHaveBeenCalledOnce()
    expect(event.defaultPrevented).toBe(true)
    expect(resolveObjectURL(started()[0]!.url)).toBeUndefined()
  })

  it('tries no second one after the first has failed to start', () => {
    const timers = workerTimers()
    timers.setTimeout(() => {}, 100)

    failToStart()
    timers.setTimeout(() => {}, 100)

    expect(started()).toHaveLength(1)
  })

  it('tries no second one after the first was forbidden', () => {
    const attempts = vi.fn(ForbiddenWorker)
    vi.stubGlobal('Worker', attempts)
    const timers = workerTimers()

    timers.setTimeout(() => {}, 100)
    timers.setTimeout(() => {}, 100)

    expect(attempts).toHaveBeenCalledOnce()
  })
})

/** What browsers do where a Content Security Policy forbids the worker. */
function failToStart(): Event {
  const event = new Event('error', { cancelable: true })
  started().at(-1)!.onerror!(event)
  return event
}

function ForbiddenWorker(): never {
  throw new Error('No workers here')
}
