import { expect, it } from 'vitest'
import { memoryStore } from 'vue-heartbeat-socket/server'
import { servePrices } from '../../docs/examples/prices.ts'
import { takeErrors } from '../support/console.ts'
import { RETRIED, setUp } from './support/set-up.ts'

it('prices reach every page, those that changed while it was away too', async () => {
  const { timers, open } = setUp()
  const { live, setPrice } = servePrices({ timer: timers })
  await setPrice('ABC', 1)
  const [one, other] = [await open(live), await open(live)]

  one.cut()
  await setPrice('ABC', 2)
  await setPrice('DEF', 3)
  await timers.advance(RETRIED)

  const changes = [
    { symbol: 'ABC', price: 2 },
    { symbol: 'DEF', price: 3 },
  ]
  expect(one.received).toEqual([{ all: [['ABC', 1]] }, ...changes])
  expect(other.received).toEqual(one.received)
})

it('a page that was away for longer than the log holds gets all prices anew', async () => {
  const { timers, open } = setUp()
  const store = memoryStore({ maxMessages: 2, timer: timers })
  const { live, setPrice } = servePrices({ timer: timers, store })
  const page = await open(live)
  page.cut()

  for (const price of [1, 2, 3, 4]) await setPrice('ABC', price)
  await timers.advance(RETRIED)

  expect(page.connection.recovered).toBe(false)
  // A log of two messages is short indeed.
  expect(String(takeErrors()[0])).toContain('S0005')
  expect(page.received).toEqual([{ all: [] }, { all: [['ABC', 4]] }])
})
