import { expect, it } from 'vitest'
import { setUp } from '../store/support/set-up.ts'

it('the log dates messages held until a handshake is over by their arrival', async () => {
  let finish!: () => void
  const handshake = (): Promise<void> => new Promise((resolve) => (finish = resolve))
  const { server, store, timers } = setUp({ socket: { handshake } })
  const start = timers.now()
  server.accept()
  server.send(1)
  await timers.advance(1_000)
  server.send(2)

  finish()
  await timers.advance(0)

  expect(store.log.map(({ data, at }) => [data, at - start])).toEqual([
    [1, 0],
    [2, 1_000],
  ])
})
