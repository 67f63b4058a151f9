import { expect, test } from 'vitest'
import { Samples, SHOWN } from '../../src/watch/samples.ts'

test('keeps what the charts show, and no more', () => {
  const samples = new Samples()

  for (let second = 0; second <= 2 * SHOWN; second++) samples.add(second * 1_000, second)

  expect(samples.times).toHaveLength(SHOWN + 1)
  expect(samples.times[0]).toBe(SHOWN)
  expect(samples.values.at(-1)).toBe(2 * SHOWN)
})

test('stays bounded when values come fast', () => {
  const samples = new Samples()

  for (let at = 0; at < 10_000; at++) samples.add(at, at)

  expect(samples.times).toHaveLength(1_200)
  expect(samples.values).toHaveLength(1_200)
  expect(samples.values.at(-1)).toBe(9_999)
})

test('leaves one gap where the line is broken', () => {
  const samples = new Samples()

  samples.break(0)
  samples.add(1_000, 5)
  samples.break(2_000)
  samples.break(3_000)
  samples.add(4_000, 7)

  expect(samples.values).toEqual([5, null, 7])
})

test('sorts its values without the gaps, and without moving them', () => {
  const samples = new Samples()

  for (const [at, value] of [10, null, 9, 100].entries()) samples.add(at, value)

  expect(samples.sorted()).toEqual([9, 10, 100])
  expect(samples.values).toEqual([10, null, 9, 100])
})
