import { beforeEach, expect, test, vi } from 'vitest'
import { BEAT_LENGTH, heightAt } from '../../src/watch/pulse-shape.ts'
import { Pulse, type Beat } from '../../src/watch/pulse.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  return () => vi.useRealTimers()
})

/** The highest point of the curve that these beats make. */
function peakOf(beats: readonly Beat[]): number {
  const moments = Array.from({ length: 3_000 }, (_, at) => heightAt(at, beats))
  return Math.max(...moments)
}

test('is flat without beats', () => {
  expect(peakOf([])).toBe(0)
})

test('rises a little when a ping goes out', () => {
  const peak = peakOf([{ at: 1_000, kind: 'ping' }])

  expect(peak).toBeGreaterThan(0.1)
  expect(peak).toBeLessThan(0.2)
})

test('beats when a pong comes in', () => {
  expect(peakOf([{ at: 1_000, kind: 'pong' }])).toBeGreaterThan(0.9)
})

test('is flat before a beat, and again after it', () => {
  const beats: Beat[] = [{ at: 1_000, kind: 'pong' }]

  expect(heightAt(999, beats)).toBe(0)
  expect(heightAt(1_000 + BEAT_LENGTH, beats)).toBe(0)
})

test('keeps the beats of a minute and a half', () => {
  const pulse = new Pulse('open')

  for (let second = 0; second < 200; second++) {
    pulse.beat('pong')
    vi.advanceTimersByTime(1_000)
  }

  expect(pulse.beats.length).toBe(91)
  expect(pulse.lastPong()!.at - pulse.beats[0]!.at).toBe(90_000)
})

test('remembers which status held when', () => {
  const pulse = new Pulse('connecting')
  const { begunAt } = pulse

  vi.advanceTimersByTime(100)
  pulse.enter('open')
  pulse.enter('open')

  expect(pulse.spans).toEqual([
    { at: begunAt, status: 'connecting' },
    { at: begunAt + 100, status: 'open' },
  ])
})

test('forgets statuses that are over, and keeps the one that holds', () => {
  const pulse = new Pulse('connecting')

  vi.advanceTimersByTime(100)
  pulse.enter('open')
  vi.advanceTimersByTime(200_000)
  pulse.enter('reconnecting')

  expect(pulse.spans.map(({ status }) => status)).toEqual(['open', 'reconnecting'])
})
