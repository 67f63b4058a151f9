import { expect, test } from 'vitest'
import { Tally } from '../server/tally.ts'

test('counts what arrived of each series, and what arrived again', () => {
  const tally = new Tally()

  for (const number of [1, 2, 5, 4, 5]) tally.take(`count:17.5-a/ours:${number}`)
  tally.take('count:b:1')

  expect(tally.read()).toEqual({
    '17.5-a/ours': {
      arrived: [
        [1, 2],
        [4, 5],
      ],
      again: 1,
    },
    b: { arrived: [[1, 1]], again: 0 },
  })
})

test.each([
  'ping',
  'count:a',
  'count:a:0',
  'count:a:1234567',
  'count:a b:1',
  'count::1',
  'x count:a:1',
])('leaves alone what is no numbered message: %s', (text) => {
  expect(new Tally().take(text)).toBe(false)
})

test('keeps the newest 100 series', () => {
  const tally = new Tally()

  for (let series = 0; series <= 100; series++) tally.take(`count:${series}:1`)

  expect(Object.keys(tally.read())).toHaveLength(100)
  expect(tally.read()).not.toHaveProperty('0')
})
