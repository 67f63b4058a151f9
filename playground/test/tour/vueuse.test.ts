// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Lane } from '../../src/tour/lanes/lane.ts'
import { openVueUse } from '../../src/tour/lanes/vueuse.ts'
import { tourTimes } from '../../src/tour/times.ts'

/** A socket that opens when told to and never says that it has closed, as on a dead link. */
class SilentSocket {
  static readonly all: SilentSocket[] = []
  readonly sent: unknown[] = []
  onopen: (() => void) | null = null
  onclose: ((event: object) => void) | null = null

  constructor() {
    SilentSocket.all.push(this)
  }
  send(data: unknown): void {
    this.sent.push(data)
  }
  close(): void {}
}

const times = tourTimes(1)

beforeEach(() => {
  SilentSocket.all.length = 0
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', SilentSocket)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function openLane(): { socket: SilentSocket; told: string[]; lane: Lane } {
  const told: string[] = []
  const listener = {
    report: (status: string) => void told.push(status),
    hears: () => {},
    drops: () => {},
    resends: () => {},
    replays: () => {},
  }
  const lane = openVueUse('ws://127.0.0.1/feed', times, listener)
  const socket = SilentSocket.all[0]!
  socket.onopen?.()
  return { socket, told, lane }
}

test('VueUse pings at the interval and notices at the timeout', () => {
  const { socket, told } = openLane()

  vi.advanceTimersByTime(times.interval)
  expect(socket.sent).toEqual(['ping'])
  vi.advanceTimersByTime(times.timeout)

  expect(told).toEqual(['CONNECTING', 'OPEN', 'CLOSED'])
})

test('VueUse reconnects only when the dead socket has closed, after the delay', () => {
  const { socket } = openLane()
  vi.advanceTimersByTime(times.interval + times.timeout + 60_000)
  expect(SilentSocket.all).toHaveLength(1)

  socket.onclose?.({})
  vi.advanceTimersByTime(times.delay)

  expect(SilentSocket.all).toHaveLength(2)
})

test('VueUse stops once its lane has ended', () => {
  const { socket, lane } = openLane()
  vi.advanceTimersByTime(times.interval + times.timeout)

  lane.end()
  socket.onclose?.({})
  vi.advanceTimersByTime(60_000)

  expect(SilentSocket.all).toHaveLength(1)
})

test('VueUse still has what was sent while it knew that it was closed, until it is open again', () => {
  const { socket, lane } = openLane()
  lane.send('a')
  expect(lane.held()).toBe(0)

  socket.onclose?.({})
  lane.send('b')
  lane.send('c')
  expect(lane.held()).toBe(2)
  vi.advanceTimersByTime(times.delay)
  SilentSocket.all[1]!.onopen?.()

  expect(lane.held()).toBe(0)
  expect(SilentSocket.all[1]!.sent).toEqual(['b', 'c'])
})
