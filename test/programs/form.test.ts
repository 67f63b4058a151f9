import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { FakeTimers } from 'vue-heartbeat-socket/testing'
import { serveOrders, type Order } from '../../docs/examples/form.ts'
import { startPostgres, type Postgres } from './support/postgres.ts'
import { authenticate, RETRIED, setUp, type Page } from './support/set-up.ts'

const ORDER: Order = { item: "O'Brien's tea", amount: 2 }

let postgres: Postgres

beforeAll(async () => {
  postgres = await startPostgres()
})

afterAll(() => postgres?.remove())

beforeEach(() => postgres.query('drop table if exists orders'))

const rows = () => postgres.query('select owner, item, amount from orders order by amount')

/** The clock goes on until all messages of a page have an end; Postgres takes its own time. */
async function settled(page: Page, timers: FakeTimers): Promise<void> {
  const { connection } = page
  const inFlight = async () => {
    await timers.advance(100)
    return (connection.unconfirmed ?? 0) + connection.queued
  }
  await expect.poll(inFlight, { timeout: 30_000, interval: 10 }).toBe(0)
}

it('an order is saved once, over a link that breaks as it is sent', async () => {
  const { timers, open } = setUp()
  const live = await serveOrders(postgres, { authenticate, timer: timers })
  const page = await open(live)

  page.connection.send(ORDER)
  page.cut()
  page.connection.send({ ...ORDER, amount: 3 })
  await timers.advance(RETRIED)
  await settled(page, timers)

  expect(await rows()).toEqual([
    ['ann', ORDER.item, '2'],
    ['ann', ORDER.item, '3'],
  ])
  expect(page.confirmed).toEqual([ORDER, { ...ORDER, amount: 3 }])
  expect(page.received).toEqual([{ saved: ORDER.item }, { saved: ORDER.item }])
})

it('and once where its handler runs again, because the process was killed in between', async () => {
  const { timers, open } = setUp()
  let isKilled = false
  let inserts = 0
  /** The first process is killed when the order is saved, and its message not yet committed. */
  const database = {
    async query(text: string, values?: unknown[]) {
      const answer = await postgres.query(text, values)
      if (!text.startsWith('insert')) return answer
      inserts++
      return isKilled ? answer : new Promise(() => {})
    },
  }
  const first = await serveOrders(database, { authenticate, timer: timers })
  const page = await open(first)
  page.connection.send(ORDER)
  await expect.poll(() => inserts, { timeout: 30_000 }).toBe(1)

  isKilled = true
  const second = await serveOrders(database, { authenticate, timer: timers })
  page.restart(second)
  await timers.advance(RETRIED)
  await settled(page, timers)

  expect(inserts).toBe(2)
  expect(await rows()).toEqual([['ann', ORDER.item, '2']])
  expect(page.confirmed).toEqual([ORDER])
  expect(page.drops).toEqual([])
})
