import { expect, it } from 'vitest'
import { onSocketEvent } from 'vue-heartbeat-socket'
import { setUp } from './support/set-up.ts'

it('unconfirmed shows what is in flight, and 0 again when the link is lost', async () => {
  const { store, open, server, timers } = setUp()
  await open()
  store.send('a')
  await timers.frame()
  expect(store.unconfirmed).toBe(1)

  server.drop()

  expect(store.unconfirmed).toBe(0)
})

it('unconfirmed is null without receipts', () => {
  const { store } = setUp({ socket: { heartbeat: { receipts: false } } })

  expect(store.unconfirmed).toBe(null)
})

it('recovered shows whether the newest opening went on where the last link ended', async () => {
  const { store, open, server, timers, pinia } = setUp({
    socket: { handshake: ({ attempt }) => ({ recovered: attempt > 1 }) },
  })
  const openings: unknown[] = []
  onSocketEvent('open', ({ recovered }) => openings.push(recovered), { pinia })
  await open()
  expect(store.recovered).toBe(null)
  server.drop()

  await timers.advance(5_000)

  expect(store.recovered).toBe(true)
  expect(openings).toEqual([null, true])
})
