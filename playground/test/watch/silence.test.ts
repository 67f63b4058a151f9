import { beforeEach, expect, test, vi } from 'vitest'
import { Silence } from '../../src/watch/silence.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  return () => vi.useRealTimers()
})

test('reports that nothing has come for a second', () => {
  const silence = new Silence()
  const tell = vi.fn()

  silence.ping(() => 7, tell)
  vi.advanceTimersByTime(999)
  expect(tell).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)

  expect(tell).toHaveBeenCalledOnce()
  expect(silence.since).toBe(0)
})

test('says nothing when an answer came', () => {
  const silence = new Silence()
  const tell = vi.fn()

  silence.ping(() => 7, tell)
  silence.end()
  vi.advanceTimersByTime(2_000)

  expect(tell).not.toHaveBeenCalled()
  expect(silence.since).toBeNull()
})

test('says nothing when a message came instead', () => {
  const silence = new Silence()
  const tell = vi.fn()
  let received = 7

  silence.ping(() => received, tell)
  received = 8
  vi.advanceTimersByTime(2_000)

  expect(tell).not.toHaveBeenCalled()
  expect(silence.since).toBeNull()
})

test('counts from the first of several pings without an answer', () => {
  const silence = new Silence()
  const tell = vi.fn()

  silence.ping(() => 7, tell)
  vi.advanceTimersByTime(600)
  silence.ping(() => 7, tell)
  vi.advanceTimersByTime(400)

  expect(tell).toHaveBeenCalledOnce()
})

test('begins again after an answer', () => {
  const silence = new Silence()
  const tell = vi.fn()

  silence.ping(() => 7, tell)
  silence.end()
  silence.ping(() => 7, tell)
  vi.advanceTimersByTime(1_000)

  expect(tell).toHaveBeenCalledOnce()
})
