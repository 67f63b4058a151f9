import { expect, it } from 'vitest'
import { Tally } from '../../bench/fleet/tally.ts'

function tallyOf(attempts: readonly number[], clients = 10): Tally {
  const tally = new Tally(clients, 5_000)
  attempts.forEach((at) => tally.attempted(at))
  return tally
}

it('finds the worst second wherever it begins', () => {
  const tally = tallyOf([100, 1_700, 1_900, 2_100, 2_600, 4_900])

  expect(tally.worst(1_000)).toBe(0.4)
})

it('counts no more than the time asked for', () => {
  const tally = tallyOf([1_000, 1_090, 1_100])

  expect(tally.worst(100)).toBe(0.2)
})

it('counts the attempts of each second', () => {
  const tally = tallyOf([0, 999, 1_000, 4_999])

  expect(tally.perSecond()).toEqual([0.2, 0.1, 0, 0, 0.1])
  expect(tally.mean).toBe(0.4)
})

it('knows when a share of the fleet was back, and when it never was', () => {
  const tally = tallyOf([], 4)
  ;[500, 1_200, 3_000].forEach((since) => tally.isBack(since))

  expect(tally.backAt(0.5)).toBe(1_210)
  expect(tally.backAt(0.75)).toBe(3_010)
  expect(tally.backAt(0.99)).toBe(Infinity)
})
