import { expect, it } from 'vitest'
import { serveRooms } from '../../docs/examples/room.ts'
import { authenticate, RETRIED, setUp } from './support/set-up.ts'

function start() {
  const { timers, open } = setUp()
  const mayEnter = (user: string) => user !== 'eve'
  return { timers, open, live: serveRooms({ authenticate, timer: timers, mayEnter }) }
}

it('those in a room hear it once and in order, over links that break, until they leave', async () => {
  const { timers, open, live } = start()
  const [ann, bob] = [await open(live), await open(live, 'bob')]
  for (const { connection } of [ann, bob]) connection.send({ enter: '9' })
  await timers.advance(100)

  bob.cut()
  ann.connection.send({ say: 'one', room: '9' })
  await timers.advance(100)
  ann.cut()
  ann.connection.send({ say: 'two', room: '9' })
  await timers.advance(RETRIED)
  bob.connection.send({ leave: '9' })
  await timers.advance(100)
  ann.connection.send({ say: 'three', room: '9' })
  await timers.advance(100)

  const heard = ['one', 'two', 'three'].map((text) => ({ room: '9', from: 'ann', text }))
  expect(ann.received).toEqual(heard)
  expect(bob.received).toEqual(heard.slice(0, 2))
  expect([...ann.drops, ...bob.drops]).toEqual([])
})

it('one that a room is closed to neither hears nor says anything there', async () => {
  const { timers, open, live } = start()
  const [ann, eve] = [await open(live), await open(live, 'eve')]
  ann.connection.send({ enter: '9' })
  eve.connection.send({ enter: '9' })
  eve.connection.send({ say: 'hello', room: '9' })
  await timers.advance(200)
  ann.connection.send({ say: 'alone', room: '9' })
  await timers.advance(200)

  expect(ann.received).toEqual([{ room: '9', from: 'ann', text: 'alone' }])
  expect(eve.received).toEqual([])
  expect(eve.drops.map(({ reason }) => reason)).toEqual(['refused', 'refused'])
})
