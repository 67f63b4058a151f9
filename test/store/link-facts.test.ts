import { expect, it } from 'vitest'
import { setUp } from './support/set-up.ts'

it('protocol and lastReceivedAt show in the store, and $reset() clears the latter', async () => {
  const { store, server, timers, open } = setUp({ socket: { protocols: ['v1'] } })
  await open()
  server.send({ n: 1 })
  const at = timers.now()
  await timers.advance(1_000)
  expect([store.protocol, store.lastReceivedAt]).toEqual(['v1', at])

  store.$reset()
  expect(store.lastReceivedAt).toBe(null)
  server.send('{ not valid')
  expect(store.lastReceivedAt).toBe(timers.now())

  server.drop()
  expect(store.protocol).toBe(null)
})
