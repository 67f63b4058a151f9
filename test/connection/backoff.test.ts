import { describe, expect, it } from 'vitest'
import { backoff } from 'vue-heartbeat-socket/socket'
import { ALMOST_ONE } from './support/random.ts'

const options = { spread: 5_000, minDelay: 2_000, maxDelay: 30_000, factor: 2 }

describe('backoff', () => {
  it.each([
    [1, 0, 5_000],
    [2, 500, 2_000],
    [3, 1_000, 4_000],
    [4, 2_000, 8_000],
    [5, 4_000, 16_000],
    [6, 7_500, 30_000],
    [7, 7_500, 30_000],
    [10_000, 7_500, 30_000],
  ])('waits before retry %d from %d to %d ms', (retry, least, most) => {
    expect(backoff(retry, options, () => 0)).toBe(least)
    expect(backoff(retry, options, () => ALMOST_ONE)).toBeCloseTo(most, 2)
    expect(backoff(retry, options, () => ALMOST_ONE)).toBeLessThanOrEqual(most)
  })

  it('is uniform in between', () => {
    expect(backoff(1, options, () => 0.5)).toBe(2_500)
    expect(backoff(3, options, () => 0.5)).toBe(2_500)
  })

  it('does not grow with factor 1', () => {
    expect(backoff(9, { ...options, factor: 1 }, () => 0)).toBe(500)
  })

  it('is bounded by maxDelay where that is less than minDelay', () => {
    expect(backoff(2, { ...options, maxDelay: 1_000 }, () => ALMOST_ONE)).toBeLessThanOrEqual(1_000)
  })

  it.each([2, 1_100])('is none before retry %d with minDelay 0', (retry) => {
    expect(backoff(retry, { ...options, minDelay: 0 }, () => 0.5)).toBe(0)
  })
})
