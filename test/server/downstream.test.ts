import { describe, expect, it } from 'vitest'
import { setUp } from './support/set-up.ts'

const ID2 = 'b'.repeat(22)
const MIB = 1_048_576

describe('targets', () => {
  it('delivers to a channel, a user, one session, and all sessions', async () => {
    const { live, open, settle } = await setUp()
    const one = await open({ auth: 'u1' })
    const tab = await open({ auth: 'u1', session: ID2 })
    const other = await open({ auth: 'u2' })

    await live.publish('news', 'channel')
    await live.publish({ user: 'u1' }, 'user')
    await live.publish({ session: { user: 'u1', id: ID2 } }, 'session')
    await live.publish('empty channel', 'no one')
    await live.broadcast('all')
    await settle()

    const dataOf = ({ link }: typeof one) =>
      link
        .take()
        .filter(Array.isArray)
        .map(([, data]) => data)
    expect(dataOf(one)).toEqual(['channel', 'user', 'all'])
    expect(dataOf(tab)).toEqual(['channel', 'user', 'session', 'all'])
    expect(dataOf(other)).toEqual(['channel', 'all'])
  })

  it.each([
    [undefined],
    [null],
    [7],
    [{}],
    [{ user: 1 }],
    [{ session: 'a' }],
    [{ session: { id: 'a' } }],
    [{ user: 'u', session: { user: 'u', id: 'a' } }],
  ])('rejects %j, which is none', async (target) => {
    const { live } = await setUp()

    await expect(live.publish(target as any, 'x')).rejects.toMatchObject({
      name: 'TypeError',
      code: 'HEARTBEAT_SOCKET_S0007',
    })
  })

  it.each([[undefined], [() => {}], [1n]])(
    'rejects a message that is no JSON: %s',
    async (message) => {
      const { live } = await setUp()

      await expect(live.publish('news', message)).rejects.toMatchObject({
        code: 'HEARTBEAT_SOCKET_R0003',
      })
    },
  )

  it('publishes one message for one id', async () => {
    const { live, open, settle } = await setUp()
    const { link } = await open()

    await live.publish('news', 'once', { id: 'n1' })
    await live.publish('news', 'once', { id: 'n1' })
    await settle()

    expect(link.take()).toEqual([[1, 'once']])
  })

  it('sends binary data as it is at the time of the call', async () => {
    const { live, open, settle } = await setUp()
    const { link } = await open()
    const data = Uint8Array.of(1, 2)

    const published = live.publish('news', data)
    data.fill(9)
    await published
    await settle()

    expect(link.take()).toEqual([[1, [1, 2]]])
  })
})

describe('messages that are not kept', () => {
  it('have the number 0, and are not replayed', async () => {
    const { live, open, settle } = await setUp()
    const { link, at } = await open()

    await live.broadcast('cursor', { keep: false })
    await live.publish('news', 'typing', { keep: false })
    await settle()
    const sent = link.take()
    link.cut()
    const again = await open({ opening: 2, at })

    expect(sent).toEqual([
      [0, 'cursor'],
      [0, 'typing'],
    ])
    expect(again.missed).toEqual([])
    expect(again.welcome.recovered).toBe(true)
  })
})

describe('a client that reads slowly', () => {
  it('gets nothing more beyond 1 MiB unsent, then all that it missed, in order, once', async () => {
    const { live, open, timers } = await setUp()
    const { link } = await open()
    link.bufferedAmount = MIB + 1
    await live.publish('news', 'first')
    await live.publish('news', 'second')
    await timers.advance(200)
    await live.publish('other', 'not for it')
    await live.publish('news', 'third')
    await timers.advance(200)
    const meanwhile = link.take()

    link.drain()
    await timers.advance(50)
    await live.publish('news', 'live')
    await timers.advance(0)

    expect(meanwhile).toEqual([[1, 'first']])
    expect(link.take().filter(Array.isArray)).toEqual([
      [2, 'second'],
      [4, 'third'],
      [5, 'live'],
    ])
  })

  it('is sent no more of a replay than it takes', async () => {
    const { live, open, connect, timers } = await setUp()
    const { link, at } = await open()
    link.cut()
    const large = 'x'.repeat(300_000)
    for (let count = 0; count < 10; count++) await live.publish('news', large)

    const slow = connect()
    slow.isReading = false
    slow.say({ hello: ['a'.repeat(22), 2], at, first: 1 })
    await timers.advance(1_000)
    const before = slow.take().length
    slow.drain()
    await timers.advance(50)

    expect(before).toBe(1 + 4)
    expect(slow.take().map((message: any) => message[0])).toEqual([5, 6, 7, 8, 9, 10])
  })

  it('is closed with 4408 when the log no longer has what it missed', async () => {
    const { live, open, timers } = await setUp({}, { maxMessages: 10 })
    const { link } = await open()
    link.bufferedAmount = MIB + 1
    for (let count = 0; count < 11; count++) await live.publish('news', count)
    await timers.advance(50)
    const atLimit = link.closed

    await live.publish('news', 'one too many')
    await timers.advance(50)

    expect(atLimit).toBeNull()
    expect(link.closed).toMatchObject({ code: 4408 })
  })

  it('loses what is not kept', async () => {
    const { live, open, timers } = await setUp()
    const { link } = await open()
    link.bufferedAmount = MIB + 1

    await live.broadcast('lost', { keep: false })
    await timers.advance(0)
    link.drain()
    await timers.advance(1_000)

    expect(link.take()).toEqual([])
  })

  it('is answered at most 32 pings when it has drained, however many it sent', async () => {
    const { open, timers } = await setUp()
    const { link } = await open()
    link.bufferedAmount = MIB + 1

    for (let count = 0; count < 1_000; count++) link.say('ping')
    const before = link.take()
    link.drain()
    await timers.advance(50)

    expect(before).toEqual([])
    expect(link.take()).toEqual(Array(32).fill({ at: 0, pong: 1 }))
  })

  it('is acknowledged when it has drained', async () => {
    const { open, timers } = await setUp()
    const { link } = await open()
    link.bufferedAmount = MIB + 1

    for (let number = 1; number <= 50; number++) link.say(`${number} {}`)
    await timers.advance(1_000)
    const before = link.take()
    link.drain()
    await timers.advance(200)

    expect(before).toEqual([])
    expect(link.take()).toEqual([{ ack: 50 }])
  })
})

describe('a position', () => {
  it('is said unasked when the log has moved on by a quarter, so that no one ages out', async () => {
    const { live, open, settle } = await setUp({}, { maxMessages: 100 })
    const quiet = await open({ auth: 'u1' })
    let at = quiet.at

    for (let count = 0; count < 1_000; count++) await live.publish('elsewhere', count)
    await settle()
    const positions = quiet.link.take() as { at: number }[]
    at = [at[0], positions.at(-1)!.at]
    quiet.link.cut()
    const again = await open({ auth: 'u1', opening: 2, at })

    expect(positions.length).toBeLessThan(80)
    expect(again.welcome.recovered).toBe(true)
  })

  it('is not said to those who get messages anyway', async () => {
    const { live, open, settle } = await setUp({}, { maxMessages: 100 })
    const { link } = await open()

    for (let count = 0; count < 500; count++) await live.publish('news', count)
    await settle()

    expect(link.take().every(Array.isArray)).toBe(true)
  })
})

describe('joins', () => {
  it('deliver from now on, and over reconnects', async () => {
    const { live, open, settle } = await setUp()
    await live.publish('room', 'before')
    live.on('message', (_message, { session }) => session.join('room'))
    const { link, at } = await open()
    link.say('1 {}')
    await settle()

    await live.publish('room', 'joined')
    await settle()
    const sent = link.take()
    link.cut()
    await live.publish('room', 'away')
    const again = await open({ opening: 2, at: [at[0], 2] })

    expect(sent).toEqual([[2, 'joined']])
    expect(again.missed).toEqual([[3, 'away']])
  })

  it('while the client was away show nothing older than they are', async () => {
    const { live, open, settle } = await setUp()
    let join = (): unknown => null
    live.on('open', (session) => (join = () => session.join('room')))
    const { link, at } = await open()
    link.cut()
    await live.publish('room', 'before')
    await join()
    await live.publish('room', 'after')
    await settle()

    const again = await open({ opening: 2, at })

    expect(again.missed).toEqual([[2, 'after']])
  })

  it('are part of the commit: a handler that fails has joined nothing', async () => {
    const { live, open, timers } = await setUp()
    live.on('message', async (_message, { session }) => {
      await session.join('room')
      throw new Error('after that')
    })
    const { link } = await open()
    link.say('1 {}')
    await timers.advance(10_000)
    link.take()

    await live.publish('room', 'x')
    await timers.advance(0)

    expect(link.take()).toEqual([])
  })

  it('show what the same commit publishes', async () => {
    const { live, open, settle } = await setUp()
    live.on('message', async (_message, { session, publish }) => {
      await session.join('room')
      publish('room', 'hello room')
    })
    const { link } = await open()

    link.say('1 {}')
    await settle()

    expect(link.take()).toEqual([[1, 'hello room']])
  })

  it('end: after leaving nothing of the channel comes, replay included', async () => {
    const { live, open, settle } = await setUp()
    live.on('message', (message, { session, publish }) => {
      publish('room', message)
      return message === 'leave' ? session.leave('room') : session.join('room')
    })
    const { link, at } = await open()
    link.say('1 "join"')
    await settle()
    link.say('2 "leave"')
    await settle()
    await live.publish('room', 'late')
    await settle()
    const sent = link.take()
    link.cut()
    await live.publish('room', 'later')
    const again = await open({ opening: 2, at })

    expect(sent.filter(Array.isArray)).toEqual([[1, 'join']])
    expect(again.missed).toEqual([])
  })

  it('are taken away by authenticate', async () => {
    const seen: string[][] = []
    let isKept = true
    const { live, open, settle } = await setUp({
      authenticate: async (_request, _auth, { joined }) => {
        const rooms = await joined('u1')
        seen.push(rooms)
        return { user: 'u1', joined: rooms.filter(() => isKept) }
      },
    })
    live.on('message', (_message, { session }) => session.join('room/9'))
    const { link, at } = await open()
    link.say('1 {}')
    await settle()
    link.cut()

    const kept = await open({ opening: 2, at })
    isKept = false
    kept.link.cut()
    await live.publish('room/9', 'x')
    const taken = await open({ opening: 3, at })
    taken.link.cut()
    const after = await open({ opening: 4, at })

    expect(seen).toEqual([[], ['room/9'], ['room/9'], []])
    expect([taken.missed, after.missed]).toEqual([[], []])
  })
})
