import { expect, test } from 'vitest'
import { linesOf } from '../../src/tour/outcome-lines.ts'
import type { Outcome } from '../../src/tour/record.ts'
import { paceOf, tourTimes } from '../../src/tour/times.ts'

const outcome = (noticedAfter: number | null, backAfter: number | null): Outcome => ({
  noticedAfter,
  backAfter,
  received: 40,
})

test.each([
  ['a loss, under way', outcome(null, null), false, false, ['unaware 9']],
  ['a loss that went unnoticed', outcome(null, null), false, true, ['never 9']],
  ['a loss that mended itself', outcome(null, 6), false, true, ['never 9', 'dataAgain 6']],
  ['a loss that was noticed', outcome(3, null), false, false, ['noticed 3', 'away 9']],
  ['no return', outcome(3, null), false, true, ['noticed 3', 'notBack 9']],
  ['a return', outcome(3, 4), false, true, ['noticed 3', 'back 4']],
  ['a flood', outcome(null, 1), true, true, ['stayed 9', 'messages 40']],
  ['a false alarm', outcome(3, 4), true, true, ['falseAlarm 3', 'back 4']],
])('%s is told', (_name, given, isHarmless, isOver, expected) => {
  const lines = linesOf(given, { isHarmless, elapsed: 9, isOver })

  expect(lines.map(({ key, figure }) => `${key} ${figure}`)).toEqual(expected)
})

test('the pace shortens heartbeats and faults alike', () => {
  const [whole, half] = [tourTimes(1), tourTimes(0.5)]

  expect(half.interval).toBe(whole.interval / 2)
  expect(half.bound.plug).toBe(whole.bound.plug / 2)
  expect(half.asleep).toBe(whole.asleep / 2)
})

test.each([
  ['', 1],
  ['?tour-pace=0.5', 0.5],
  ['?tour-pace=0', 0.3],
  ['?tour-pace=fast', 1],
  ['?tour-pace=99', 3],
])('the pace of %s is %s', (search, pace) => {
  expect(paceOf(search)).toBe(pace)
})
