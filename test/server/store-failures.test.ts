import { expect, it, vi } from 'vitest'
import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import { createHeartbeatServer } from 'vue-heartbeat-socket/server'
import { memoryStore } from '../../src/server/memory-store.ts'
import type { Batch, Store } from '../../src/server/store.ts'
import { faulty } from './support/faulty-store.ts'
import { FakeLink } from './support/fake-link.ts'
import { hello, ID, setUp } from './support/set-up.ts'

const FOUR = ['before', 'before', 'before', 'before'] as const
const NOTHING = { publishes: [], joins: [], leaves: [], refused: false }

async function setUpFaulty() {
  const store = faulty(memoryStore())
  return { ...(await setUp({ store })), store }
}

it('a commit whose answer was lost is sent again, and counts once', async () => {
  const { live, open, store, timers } = await setUpFaulty()
  const handler = vi.fn(async (_message: unknown, { publish, session }: any) => {
    await session.join('room')
    publish('room', 'once')
  })
  live.on('message', handler)
  const { link } = await open()
  store.fail('commit', 'after')

  link.say('1 {}')
  await timers.advance(300)
  await live.publish('room', 'joined')
  await timers.advance(0)

  expect(handler).toHaveBeenCalledTimes(1)
  expect(link.take().filter(Array.isArray)).toEqual([
    [1, 'once'],
    [2, 'joined'],
  ])
})

it('a commit that failed is sent again, while the handler is not', async () => {
  const { live, open, store, timers, errors } = await setUpFaulty()
  const handler = vi.fn()
  live.on('message', handler)
  const { link } = await open()
  store.fail('commit', 'before', 'before')

  link.say('1 {}')
  await timers.advance(1_200)

  expect(handler).toHaveBeenCalledTimes(1)
  expect(link.take()).toEqual([{ ack: 1 }])
  expect(errors.map(({ code }) => code)).toEqual(Array(2).fill('HEARTBEAT_SOCKET_S0003'))
})

it('a commit that fails for 6 s closes the link with 1013; the client sends the message again', async () => {
  const { live, open, store, timers } = await setUpFaulty()
  live.on('message', (_message, { publish }) => publish('news', 'once'))
  const { link, at } = await open()
  store.fail('commit', ...FOUR)

  link.say('1 {}')
  await timers.advance(6_100)
  const again = await open({ opening: 2, at })
  again.link.say('1 {}')
  await timers.advance(100)

  expect(link.closed).toMatchObject({ code: 1013 })
  expect(again.welcome.in).toBe(0)
  expect(again.link.take()).toEqual([[1, 'once'], { ack: 1 }])
})

it('a commit of an unnumbered message that publishes is not sent again', async () => {
  const { live, open, store, timers } = await setUpFaulty()
  live.on('message', (message, { publish }) => publish('news', message))
  const { link } = await open()
  store.fail('commit', 'after')

  link.say('0 "hi"')
  await timers.advance(10_000)

  expect(link.frames).toEqual(['1 "hi"'])
})

it.each([
  ['fails and then loses the answer', ['before', 'after'] as const, 'joined'],
  ['stays away', FOUR, 'rejected'],
])('a join outside of a handler, when the store %s: %s, %s', async (_what, faults, expected) => {
  const { live, open, store, timers } = await setUpFaulty()
  let result: unknown
  live.on('open', async (session) => {
    result = await session.join('room').then(
      () => 'joined',
      () => 'rejected',
    )
  })
  store.fail('commit', ...faults)

  const { link } = await open()
  await timers.advance(10_000)
  await live.publish('room', 'x')
  await timers.advance(0)

  expect(result).toBe(expected)
  expect(link.take()).toEqual(expected === 'joined' ? [[1, 'x']] : [])
})

it('an attach that fails closes with 1013', async () => {
  const { connect, store, settle, errors } = await setUpFaulty()
  const link = connect()
  store.fail('attach', 'before')

  link.say(hello())
  await settle()

  expect(link.closed).toMatchObject({ code: 1013 })
  expect(errors.map(({ code }) => code)).toEqual(['HEARTBEAT_SOCKET_S0003'])
})

it('an attach that hangs closes with 1013 after 10 s', async () => {
  const { connect, store, timers } = await setUpFaulty()
  const link = connect()
  store.fail('attach', 'hang')

  link.say(hello())
  await timers.advance(11_000)

  expect(link.closed).toMatchObject({ code: 1013 })
})

it('a publish that fails rejects', async () => {
  const { live, store } = await setUpFaulty()
  store.fail('publish', 'before')

  await expect(live.publish('news', 'x')).rejects.toThrow('connection refused')
})

it('reading goes on when the store is back, without a loss; meanwhile the node is not ready', async () => {
  const { live, open, store, timers, errors } = await setUpFaulty()
  const { link } = await open()
  const wasReady = live.ready
  store.fail('read', ...Array<'before'>(30).fill('before'))

  await live.publish('news', 'first')
  await live.publish('news', 'second')
  await timers.advance(10_600)
  const duringOutage = live.ready
  link.say('ping')
  await timers.advance(10_000)

  expect([wasReady, duringOutage, live.ready]).toEqual([true, false, true])
  expect(link.take().filter(Array.isArray)).toEqual([
    [1, 'first'],
    [2, 'second'],
  ])
  expect(errors.map(({ code }) => code)).toEqual(['HEARTBEAT_SOCKET_S0003'])
})

it('a session that is linked for long keeps its record', async () => {
  const { open, timers, store, live } = await setUp({ idleTimeout: Infinity })
  live.on('message', () => {})
  const { link } = await open()
  link.say('7 {}')

  await timers.advance(48 * 3_600_000)

  expect((await store.attach({ user: 'u1', id: ID }, 0)).in).toBe(7)
})

it('a commit that is fenced closes the link with 4409', async () => {
  const { open, store, settle } = await setUp()
  const { link } = await open()
  link.say('1 {}')
  await settle()
  await store.attach({ user: 'u1', id: ID }, 2)

  link.say('2 {}')
  await settle()

  expect(link.closed).toMatchObject({ code: 4409 })
})

it('a number that another node has committed is acknowledged, and its joins are taken over', async () => {
  const { live, open, store, timers, at } = await setUp().then(async (setup) => ({
    ...setup,
    at: (await setup.store.attach({ user: 'u1', id: ID }, 0)).head,
  }))
  live.on('message', (_message, { publish }) => publish('news', 'second time'))
  const { link } = await open()
  const changes = { ...NOTHING, joins: ['croom'] }
  await store.commit({ user: 'u1', id: ID }, at[0], 1, 1, changes)

  link.say('1 {}')
  await timers.advance(100)
  await live.publish('room', 'x')
  await timers.advance(0)

  expect(link.take()).toEqual([{ ack: 1 }, [1, 'x']])
})

/** A store that can be exchanged for an empty one, as by a restart without its data. */
function replaceable() {
  let current = memoryStore()
  let epochs = 0
  let waiting: (() => void)[] = []
  let held: Promise<void> = Promise.resolve()
  const store: Store = {
    attach: (...args) => current.attach(...args),
    async commit(...args) {
      const answer = await current.commit(...args)
      await held
      return answer
    },
    publish: (...args) => current.publish(...args),
    flash: (...args) => current.flash(...args),
    async read(from, signal) {
      const replaced = new Promise<Batch>((_, reject) =>
        waiting.push(() => reject(new Error('restarted'))),
      )
      return Promise.race([current.read(from, signal), replaced])
    },
  }
  return {
    store,
    replace(): void {
      current = memoryStore({ random: () => ++epochs / 1_000 })
      waiting.splice(0).forEach((reject) => reject())
      waiting = []
    },
    /** Keeps the answers of commits back, until what it returns is called. */
    holdAnswers(): () => void {
      let release = (): void => {}
      held = new Promise((resolve) => (release = resolve))
      return release
    },
  }
}

it('another epoch, seen by the reader, ends all links with 1012; then nothing is recovered', async () => {
  const { store, replace } = replaceable()
  const { live, open, timers, errors } = await setUp({ store })
  const { link, at } = await open()

  replace()
  await timers.advance(1_000)
  const again = await open({ opening: 2, at, first: 4 })
  await live.publish('news', 'x')
  await timers.advance(0)

  expect(link.closed).toMatchObject({ code: 1012 })
  expect(again.welcome).toMatchObject({ recovered: false, in: null })
  expect(again.link.take()).toEqual([[1, 'x']])
  expect(errors.map(({ code }) => code)).toContain('HEARTBEAT_SOCKET_S0006')
})

it('another epoch, seen by a commit, ends all links with 1012, and commits nothing', async () => {
  const { store, replace } = replaceable()
  const { live, open, timers } = await setUp({ store })
  let release = (): void => {}
  live.on('message', async (_message, { publish }) => {
    await new Promise<void>((resolve) => (release = resolve))
    publish('news', 'from the old epoch')
  })
  const { link } = await open()
  const { link: other } = await open({ session: 'b'.repeat(22) })
  link.say('1 {}')
  await timers.advance(0)

  replace()
  release()
  await timers.advance(1_000)

  expect([link.closed?.code, other.closed?.code]).toEqual([1012, 1012])
  expect((await store.attach({ user: 'u1', id: ID }, 0)).head[1]).toBe(0)
})

it('two nodes on one store: each delivers what the other publishes, flashes and ends', async () => {
  const timer = createFakeTimers()
  const store = memoryStore({ timer })
  const node = () =>
    createHeartbeatServer<any, any>({
      store,
      timer,
      authenticate: () => ({ user: 'u1', channels: ['news'] }),
    })
  const [one, two] = [node(), node()]
  const link = new FakeLink().connect(one)
  link.say(hello())
  await timer.advance(0)
  link.take()

  await two.publish('news', 'kept')
  await two.broadcast('flash', { keep: false })
  await timer.advance(0)
  const sent = link.take()
  await two.end({ user: 'u1' }, 4401)
  await timer.advance(0)

  expect(sent).toEqual(
    expect.arrayContaining([
      [1, 'kept'],
      [0, 'flash'],
    ]),
  )
  expect(sent).toHaveLength(2)
  expect(link.closed).toMatchObject({ code: 4401 })
})

it('a session moves between two nodes, while the old node still runs its handler', async () => {
  const timer = createFakeTimers()
  const store = memoryStore({ timer })
  const releases: (() => void)[] = []
  const node = () => {
    const live = createHeartbeatServer<any, any>({
      store,
      timer,
      authenticate: () => ({ user: 'u1', channels: ['news'] }),
    })
    live.on('message', async (message, { publish }) => {
      await new Promise<void>((resolve) => releases.push(resolve))
      publish('news', message)
    })
    return live
  }
  const [one, two] = [node(), node()]
  const older = new FakeLink().connect(one)
  older.say(hello())
  await timer.advance(0)
  const [{ welcome: at }] = older.take() as [{ welcome: [string, number] }]
  older.say('1 "first"')
  await timer.advance(0)

  const newer = new FakeLink().connect(two)
  newer.say(hello({ opening: 2, at }))
  await timer.advance(0)
  newer.take()
  newer.say('1 "first"')
  await timer.advance(0)
  releases.forEach((release) => release())
  await timer.advance(1_000)

  expect(releases).toHaveLength(2)
  expect(newer.take()).toEqual(expect.arrayContaining([[1, 'first'], { ack: 1 }]))
  expect((await store.attach({ user: 'u1', id: ID }, 0)).head[1]).toBe(1)
})

it('a node that lags sends nothing up to the head that it has welcomed, or joined at', async () => {
  const memory = memoryStore()
  let gate: Promise<void> = Promise.resolve()
  const store: Store = {
    ...memory,
    async read(from, signal) {
      const batch = await memory.read(from, signal)
      await gate
      return batch
    },
  }
  const { live, open, settle } = await setUp({ store })
  const sessions: { join(channel: string): Promise<void> }[] = []
  live.on('open', (session) => void sessions.push(session))
  const first = await open()
  let release = (): void => {}
  gate = new Promise((resolve) => (release = resolve))

  await live.publish('news', 'before')
  await live.publish('room', 'before the join')
  await sessions[0]!.join('room')
  const late = await open({ session: 'b'.repeat(22) })
  release()
  await settle()
  await live.publish('room', 'after')
  await settle()

  expect(first.link.take().filter(Array.isArray)).toEqual([
    [1, 'before'],
    [3, 'after'],
  ])
  expect(late.at[1]).toBe(2)
  expect(late.link.take().filter(Array.isArray)).toEqual([])
})

it('a join that is sent again since its answer was lost misses nothing of what came meanwhile', async () => {
  const { live, open, store, timers } = await setUpFaulty()
  live.on('open', (session) => session.join('room'))
  store.fail('commit', 'after')
  const { link } = await open()

  await live.publish('room', 'meanwhile')
  await timers.advance(200)

  expect(link.take()).toEqual([[1, 'meanwhile']])
})

it('a commit that a newer link overtakes at the store does not close that link', async () => {
  const memory = memoryStore()
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const commit: Store['commit'] = async (...args) => {
    await held
    return memory.commit(...args)
  }
  const { live, open, timers } = await setUp({ store: { ...memory, commit } })
  live.on('message', (_message, { publish }) => publish('news', 'once'))
  const { link, at } = await open()
  link.say('1 {}')
  await timers.advance(0)

  const newer = await open({ opening: 2, at })
  newer.link.say('1 {}')
  release()
  await timers.advance(200)

  expect(link.closed).toMatchObject({ code: 4409 })
  expect(newer.link.closed).toBeNull()
  expect(newer.link.take()).toEqual([[1, 'once'], { ack: 1 }])
})

it('a join that may have been made without the link closes it, so that its next one is right', async () => {
  const { live, open, store, timers } = await setUpFaulty()
  live.on('open', (session) => void session.join('room').catch(() => {}))
  store.fail('commit', 'after', 'after', 'after', 'after')
  const { link } = await open()
  await live.publish('room', 'missed')
  await live.publish('news', 'after it')

  await timers.advance(6_100)

  expect(link.closed).toMatchObject({ code: 1013 })
  expect(link.take()).toEqual([])
})

it('joins and leaves of a session come to the store in order, though the first is sent again', async () => {
  const { live, open, store, timers } = await setUpFaulty()
  live.on('open', async (session) => {
    await Promise.all([session.leave('room'), session.join('room')])
  })
  store.fail('commit', 'before')
  const { link } = await open()

  await timers.advance(200)
  await live.publish('room', 'joined')
  await timers.advance(0)

  expect(link.take()).toEqual([[1, 'joined']])
})

it.each([
  ['join', 'leave', []],
  ['leave', 'join', [[1, 'x']]],
] as const)(
  'a late answer to a %s does not undo the %s that another node has made since',
  async (first, then, expected) => {
    const { store, holdAnswers } = replaceable()
    const { live, open, settle } = await setUp({ store })
    const other = await setUp({ store })
    live.on('message', (_message, { session }) => session[first]('room'))
    other.live.on('message', (_message, { session }) => session[then]('room'))
    const { link, at } = await open()
    const release = holdAnswers()
    link.say('1 {}')
    await settle()
    const elsewhere = await other.open({ opening: 2, at, first: 1 })
    elsewhere.link.say('2 {}')
    await other.settle()

    const again = await open({ opening: 3, at, first: 1 })
    release()
    await settle()
    await live.publish('room', 'x')
    await settle()

    expect(again.link.take().filter(Array.isArray)).toEqual(expected)
  },
)

it('what was joined in an epoch that the store has lost is not joined in the next one', async () => {
  const { store, replace, holdAnswers } = replaceable()
  const { live, open, timers } = await setUp({ store })
  live.on('message', (_message, { session }) => session.join('room'))
  const { link, at } = await open()
  const release = holdAnswers()
  link.say('1 {}')
  await timers.advance(0)

  replace()
  await timers.advance(1_000)
  const again = await open({ opening: 2, at, first: 1 })
  release()
  await live.publish('room', 'x')
  await timers.advance(200)

  expect(again.welcome).toMatchObject({ recovered: false, in: 0 })
  expect(again.link.take()).toEqual([])
})

it('what was committed in an epoch that the store has lost is handled again', async () => {
  const { store, replace } = replaceable()
  const { live, open, timers } = await setUp({ store })
  const releases: (() => void)[] = []
  live.on('message', async (message, { publish }) => {
    publish('news', message)
    if (message === 'slow') await new Promise<void>((resolve) => releases.push(resolve))
  })
  const { link, at } = await open()
  link.say('1 "lost"')
  link.say('2 "slow"')
  await timers.advance(50)

  replace()
  await timers.advance(1_000)
  const again = await open({ opening: 2, at, first: 1 })
  again.link.say('1 "lost"')
  again.link.say('2 "slow"')
  await timers.advance(0)
  releases.forEach((release) => release())
  await timers.advance(0)
  releases.forEach((release) => release())
  await timers.advance(200)

  expect(again.link.take()).toEqual([[1, 'lost'], [2, 'slow'], { ack: 2 }])
})

it('a handler that outlives its epoch ends no link of the next one', async () => {
  const { store, replace } = replaceable()
  const { live, open, timers } = await setUp({ store })
  let release = (): void => {}
  live.on('message', () => new Promise<void>((resolve) => (release = resolve)))
  const { link } = await open()
  link.say('1 {}')
  await timers.advance(0)

  replace()
  await timers.advance(1_000)
  const { link: other } = await open({ session: 'b'.repeat(22) })
  release()
  await timers.advance(1_000)

  expect(link.closed).toMatchObject({ code: 1012 })
  expect(other.closed).toBeNull()
})

it('an opening during which the epoch ends is closed with 1012', async () => {
  const { store, replace, holdAnswers } = replaceable()
  const { live, open, connect, timers } = await setUp({
    store,
    authenticate: () => ({ user: 'u1', joined: [] }),
  })
  live.on('message', (_message, { session }) => session.join('room'))
  const { link, at } = await open()
  link.say('1 {}')
  await timers.advance(200)
  const release = holdAnswers()
  const next = connect()
  next.say(hello({ opening: 2, at, first: 2 }))
  await timers.advance(0)

  replace()
  await timers.advance(1_000)
  release()
  await timers.advance(0)

  expect(next.frames).toEqual([])
  expect(next.closed).toMatchObject({ code: 1012 })
})

it('a handler that runs when another tab goes on with the session, by a leap, commits nothing', async () => {
  const { live, open, timers } = await setUp()
  const releases: (() => void)[] = []
  live.on('message', async (message, { publish }) => {
    publish('news', message)
    await new Promise<void>((resolve) => releases.push(resolve))
  })
  const { link, at } = await open()
  link.say('1 "old"')
  await timers.advance(0)

  const next = await open({ opening: 1_000, at, first: 1 })
  next.link.say('1 "new"')
  await timers.advance(0)
  releases.shift()!()
  await timers.advance(0)
  releases.shift()!()
  await timers.advance(200)

  expect(link.closed).toMatchObject({ code: 4409 })
  expect(next.link.closed).toBeNull()
  expect(next.link.take()).toEqual([[1, 'new'], { ack: 1 }])
})
