import { expect, it } from 'vitest'
import { ID, setUp } from './support/set-up.ts'

it('welcomes a client, at the head of the log', async () => {
  const { live, open } = await setUp()
  await live.publish('news', 'before')

  const { welcome, missed } = await open()

  expect(welcome).toEqual({
    welcome: [expect.any(String), 1],
    recovered: false,
    in: 0,
    max: 1_048_576,
  })
  expect(missed).toEqual([])
})

it('delivers what is published', async () => {
  const { live, open, settle } = await setUp()
  const { link } = await open()

  await live.publish('news', { price: 3 })
  await settle()

  expect(link.take()).toEqual([[1, { price: 3 }]])
})

it('handles a numbered message once, commits what the handler does, and acknowledges', async () => {
  const { live, open, timers } = await setUp()
  const seen: unknown[] = []
  live.on('message', (message, { id, publish, reply }) => {
    seen.push([id, message])
    publish('news', { ordered: message })
    reply({ saved: true })
  })
  const { link } = await open()

  link.say('1 {"buy":3}')
  link.say('1 {"buy":3}')
  await timers.advance(100)

  expect(seen).toEqual([[`u1/${ID}/1`, { buy: 3 }]])
  expect(link.take()).toEqual([[1, { ordered: { buy: 3 } }], [2, { saved: true }], { ack: 1 }])
})

it('continues after a cut: what was missed comes once, what was sent is not handled again', async () => {
  const { live, open, timers } = await setUp()
  let handled = 0
  live.on('message', (_message, { publish }) => {
    handled++
    publish('news', 'done')
  })
  const { link, at } = await open()
  link.say('1 {"buy":3}')
  link.cut()
  await live.publish('news', 'meanwhile')
  await timers.advance(100)

  const again = await open({ opening: 2, at, first: 1 })
  again.link.say('1 {"buy":3}')
  await timers.advance(100)

  expect(again.welcome).toMatchObject({ welcome: at, recovered: true, in: 0 })
  expect(again.missed).toEqual([[1, 'meanwhile']])
  expect(handled).toBe(1)
})

it('answers a ping with the position', async () => {
  const { live, open, settle } = await setUp()
  const { link } = await open()
  await live.publish('other', 'not for it')
  await settle()

  link.say('ping')

  expect(link.take()).toEqual([{ at: 1, pong: 1 }])
})
