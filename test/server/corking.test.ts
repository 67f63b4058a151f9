import { expect, it } from 'vitest'
import { hello, setUp } from './support/set-up.ts'

const MIB = 1_048_576

it('all that was missed goes out together, after the welcome', async () => {
  const { live, open, connect, settle } = await setUp()
  const { link, at } = await open()
  link.cut()
  for (let count = 0; count < 100; count++) await live.publish('news', count)

  const again = connect()
  again.say(hello({ opening: 2, at }))
  await settle()

  expect(again.frames).toHaveLength(101)
  expect(again.writes).toBe(2)
})

it('what was read of the log at once goes out together, to each of its links', async () => {
  const { live, open, settle } = await setUp()
  const { link: one } = await open()
  const { link: other } = await open({ auth: 'u2', session: 'b'.repeat(22) })
  const before = one.writes

  for (let count = 0; count < 10; count++) void live.publish('news', count)
  void live.publish({ user: 'u1' }, 'for one of them')
  await settle()

  expect(one.writes - before).toBeLessThanOrEqual(2)
  expect([one, other].map(({ frames }) => frames.length)).toEqual([11, 10])
  expect([one.corks, other.corks]).toEqual([0, 0])
})

it('a replay goes on for as long as the network takes it', async () => {
  const { live, open, connect, settle } = await setUp()
  const { link, at } = await open()
  link.cut()
  for (let count = 0; count < 10; count++) await live.publish('news', 'x'.repeat(MIB / 2))

  const again = connect()
  again.say(hello({ opening: 2, at }))
  await settle()

  expect(again.take()).toHaveLength(11)
  expect(again.bufferedAmount).toBe(0)
})

it('a link that ends during its replay is held back no longer', async () => {
  const { live, open, connect, settle } = await setUp()
  const { link, at } = await open()
  link.cut()
  await live.publish('news', 'missed')
  const again = connect()
  again.send = () => {
    throw new Error('broken')
  }

  again.say(hello({ opening: 2, at }))
  await settle()

  expect(again.corks).toBe(0)
})

it('holds back on the connection below a socket of `ws`, around what is sent', async () => {
  const { live, open, settle } = await setUp()
  const [epoch] = (await open({ session: 'b'.repeat(22) })).at
  const calls: string[] = []
  let receive = (_data: Buffer, _isBinary: boolean): void => {}
  const socket = {
    protocol: 'heartbeat.v1',
    bufferedAmount: 0,
    send: () => void calls.push('send'),
    close() {},
    on(event: string, listener: typeof receive) {
      if (event === 'message') receive = listener
    },
  }
  const connection = {
    cork: () => void calls.push('cork'),
    uncork: () => void calls.push('uncork'),
  }
  live.accept(socket, { headers: { host: 'localhost' }, socket: connection })

  await live.publish('news', 'missed')
  receive(Buffer.from(JSON.stringify(hello({ opening: 2, at: [epoch, 0] }))), false)
  await settle()

  expect(calls).toEqual(['send', 'cork', 'send', 'uncork'])
})
