import { expect, it } from 'vitest'
import { serveCarts } from '../../docs/examples/tabs.ts'
import { authenticate, RETRIED, setUp } from './support/set-up.ts'

it("what one tab adds is shown by all of the user's tabs, and by no one else's", async () => {
  const { timers, open } = setUp()
  const live = serveCarts({ authenticate, timer: timers })
  const [one, two, other] = [await open(live), await open(live), await open(live, 'bob')]

  two.cut()
  one.connection.send({ add: 'tea' })
  one.connection.send({ add: 'milk' })
  two.connection.send({ remove: 'tea' })
  await timers.advance(RETRIED)

  const carts = [[], ['tea'], ['tea', 'milk'], ['milk']].map((cart) => ({ cart }))
  expect(one.received).toEqual(carts)
  expect(two.received).toEqual(carts)
  expect(two.confirmed).toEqual([{ remove: 'tea' }])
  expect(other.received).toEqual([{ cart: [] }])
})

it('a new tab begins with the cart as it is', async () => {
  const { timers, open } = setUp()
  const live = serveCarts({ authenticate, timer: timers })
  const one = await open(live)
  one.connection.send({ add: 'tea' })
  await timers.advance(100)

  expect((await open(live)).received).toEqual([{ cart: ['tea'] }])
})
