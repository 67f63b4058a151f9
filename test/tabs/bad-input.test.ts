import { describe, expect, it } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { shareTabs, type TabLocks } from 'vue-heartbeat-socket/tabs'
import { setUpBrowser } from './support/set-up.ts'

const JUNK: readonly unknown[] = [
  null,
  1,
  'text',
  {},
  [],
  { from: 1, term: 1, type: 'hello' },
  { from: 'x', term: -1, type: 'hello' },
  { from: 'x', term: Number.MAX_VALUE, seq: 1, items: [] },
  { from: 'x', term: 1, type: 'offer', id: 1, raws: [1] },
  { from: 'x', term: 1, type: 'send', id: 'one', raw: 'text' },
  { from: 'x', term: 1, type: 'unknown' },
  { from: 'x', term: 1, seq: 1, items: [1] },
  { from: 'x', term: 1, seq: 1, items: [['unknown'], []] },
]

describe('a tab', () => {
  it('ignores what no tab of this version posts', async () => {
    const { server, channels, locks, openAll, timers } = setUpBrowser()
    const tabs = await openAll(2)
    const stranger = channels.open(locks.names[0]!, 'stranger')

    for (const junk of JUNK) stranger.postMessage(junk)
    await timers.advance(20)
    server.send(1)
    await timers.advance(20)

    expect(tabs.map(({ connection }) => connection.status)).toEqual(['open', 'open'])
    expect(tabs.map(({ messages }) => messages)).toEqual([[1], [1]])
    expect(server.connections).toHaveLength(1)
  })

  it('ignores what is posted again', async () => {
    const { server, channels, locks, openAll, timers } = setUpBrowser()
    const tabs = await openAll(2)
    server.send(1)
    tabs[1]!.connection.send('once')
    await timers.advance(20)
    const replayer = channels.open(locks.names[0]!, 'replayer')

    for (const { data } of channels.posted.slice()) replayer.postMessage(data)
    await timers.advance(20)

    expect(tabs.map(({ messages }) => messages)).toEqual([[1], [1]])
    expect(server.received).toEqual(['once'])
  })

  it('ignores a tab that still believes to lead', async () => {
    const { server, channels, locks, openAll, timers } = setUpBrowser()
    const tabs = await openAll(2)
    const former = channels.posted.find(({ data }) => 'items' in data)!.data
    const zombie = channels.open(locks.names[0]!, 'zombie')

    const items = [['message', 0, '"old"', undefined]]
    zombie.postMessage({ ...former, term: former.term - 1, seq: 99, items })
    server.send(1)
    await timers.advance(20)

    expect(tabs.map(({ messages }) => messages)).toEqual([[1], [1]])
  })

  it.each(['leader', 'close', 'status'] as const)(
    'stays closed by a listener of `%s`, as a newer leader is heard',
    async (event) => {
      const { channels, locks, openAll, timers } = setUpBrowser()
      const [first] = await openAll(2)
      const { data } = channels.posted.filter((one) => one.data.state).at(-1)!
      const newer = channels.open(locks.names[0]!, 'newer')
      first!.connection.on(event, () => first!.connection.close())

      newer.postMessage({ ...data, from: 'newer', term: data.term + 1 })
      await timers.advance(20)

      expect(first!.connection.status).toBe('closed')
      expect(first!.connection.send('late')).toBe('dropped')
    },
  )

  it('steps down for a newer leader, and stands again', async () => {
    const { channels, locks, openAll, timers } = setUpBrowser()
    const [first] = await openAll(1)
    const { term } = channels.posted.find(({ data }) => 'items' in data)!.data
    const newer = channels.open(locks.names[0]!, 'newer')

    newer.postMessage({ from: 'newer', term: term + 1, seq: 1, items: [] })
    await timers.advance(20)

    expect(first!.leaderships).toEqual([false, true, false, true])
  })

  it.each([500, 15_000])(
    'has a link of its own while the lock is held and no leader is heard (interval %i)',
    async (interval) => {
      const { server, locks, open, timers } = setUpBrowser({ heartbeat: { interval } })
      const first = open()
      await timers.advance(10)
      const [name] = locks.names
      first.connection.close()
      await timers.advance(10)
      void locks
        .of('stuck')
        .request(name!, { signal: new AbortController().signal }, () => new Promise(() => {}))
      await timers.advance(10)

      const second = open()
      await timers.advance(2_900)
      const before = second.connection.status
      await timers.advance(200)

      expect(before).toBe('connecting')
      expect(second.connection.status).toBe('open')
      expect(second.connection.isLeader).toBe(true)
      expect(server.connections).toHaveLength(2)
    },
  )

  it('never steals where the holder of the lock is not known', async () => {
    const { locks, channels, openAll, timers } = setUpBrowser()
    locks.query = 'throws'
    const [first, second] = await openAll(2)

    channels.mute.add(first!.name)
    await timers.advance(60_000)

    expect(locks.steals).toEqual([])
    expect(second!.connection.status).toBe('open')
  })

  it('has a link of its own where its posts arrive nowhere', async () => {
    const { server, channels, open, openAll, timers } = setUpBrowser()
    await openAll(1)
    channels.mute.add('tab2')

    const second = open()
    await timers.advance(4_000)
    server.send(1)
    await timers.advance(20)

    expect(second.connection.status).toBe('open')
    expect(second.messages).toEqual([1])
  })

  it('has a link of its own where the leader goes, and its own posts arrive nowhere, unseen too', async () => {
    const { server, channels, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    second!.page.hide()
    channels.mute.add(second!.name)

    first!.connection.close()
    await timers.advance(2_100)
    server.send(1)
    await timers.advance(20)

    expect(second!.messages).toEqual([1])
    expect(second!.connection.isLeader).toBe(true)
  })

  it('leads after all when its posts arrive again', async () => {
    const { server, channels, open, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    channels.mute.add(second!.name)
    first!.connection.close()
    await timers.advance(5_000)

    channels.mute.delete(second!.name)
    await timers.advance(15_000)
    const third = open()
    await timers.advance(20)

    expect(third.connection.status).toBe('open')
    expect(third.connection.isLeader).toBe(false)
    expect(server.connections).toHaveLength(2)
  })

  it('has a link of its own where it hears a leader that does not hear it', async () => {
    const { server, channels, open, openAll, timers } = setUpBrowser()
    await openAll(2)

    channels.mute.add('tab3')
    const third = open()
    for (let second = 0; second < 10; second++) {
      server.send(second)
      await timers.advance(1_000)
    }

    expect(third.connection.status).toBe('open')
    expect(third.messages.at(-1)).toBe(9)
  })

  it('does not lead by a lock that was taken before it heard of it', async () => {
    const { server, channels, locks, open, timers } = setUpBrowser()
    const all = locks.of('late')
    let requests = 0
    const request = (async (name: string, options: LockOptions, hold: () => Promise<void>) => {
      if (requests++ > 0) return all.request(name, options, hold)
      void hold()
      throw new DOMException('The lock was stolen', 'AbortError')
    }) as TabLocks['request']
    const first = open()
    await timers.advance(10)
    const options = { ...server.options, autoConnect: false }
    const sharing = shareTabs({
      key: 'user',
      locks: { ...all, request },
      createChannel: (name) => channels.open(name, 'late'),
    })
    const late = new Connection(options, sharing.join(sharing.groupOf('socket', options)))
    late.connect()
    await timers.advance(50)
    late.dispose()

    const posted = channels.posted.filter(({ client }) => client === 'late')
    expect(posted.filter(({ data }) => 'items' in data)).toEqual([])
    expect(first.connection.isLeader).toBe(true)
    expect(server.connections).toHaveLength(1)
  })

  it('has a link of its own where the page may use no locks, or open no channel', async () => {
    const { server, timers } = setUpBrowser()
    const refusing = {
      request: () => Promise.reject(new DOMException('Not here', 'SecurityError')),
      query: () => Promise.reject(new DOMException('Not here', 'SecurityError')),
    }
    const locks = { request: () => new Promise<never>(() => {}), query: refusing.query }
    const createChannel = (): never => {
      throw new DOMException('Not here', 'SecurityError')
    }
    const silent = () => ({ onmessage: null, postMessage() {}, close() {} })
    const options = { ...server.options, autoConnect: false }

    const connections = [
      shareTabs({ key: 'a', locks: refusing as never, createChannel: silent }),
      shareTabs({ key: 'b', locks: locks as never, createChannel }),
    ].map((sharing) => new Connection(options, sharing.join('group')))
    for (const connection of connections) connection.connect()
    await timers.advance(10)

    expect(connections.map(({ status }) => status)).toEqual(['open', 'open'])
    for (const connection of connections) connection.dispose()
  })

  it("meets no tab with another user's key", async () => {
    const { server, open, timers } = setUpBrowser()

    const tabs = [open({}, 'user 1'), open({}, 'user 2')]
    await timers.advance(20)

    expect(server.connections).toHaveLength(2)
    expect(tabs.map(({ connection }) => connection.isLeader)).toEqual([true, true])
  })

  it('is taken for gone by the others, when it leads and hears nothing', async () => {
    const { server, channels, locks, open, openAll, timers } = setUpBrowser()
    const [deaf] = await openAll(1)
    channels.deaf.add(deaf!.name)

    const second = open()
    await timers.advance(60_000)
    server.send(1)
    await timers.advance(20)

    expect(locks.steals).toEqual([second.name])
    expect([deaf!.messages, second.messages]).toEqual([[1], [1]])
  })

  it('leads on where the lock manager never answers', async () => {
    const { server, locks, openAll, timers } = setUpBrowser()
    locks.query = 'hangs'
    const tabs = await openAll(2)

    await timers.advance(60_000)
    server.send(1)
    await timers.advance(1_020)

    expect(locks.steals).toEqual([])
    expect(tabs.map(({ messages }) => messages)).toEqual([[1], [1]])
    expect(server.connections).toHaveLength(1)
  })

  it('has a link of its own where the leader is gone and the lock manager never answers', async () => {
    const { server, channels, locks, openAll, timers } = setUpBrowser()
    locks.query = 'hangs'
    const [first, second] = await openAll(2)

    channels.mute.add(first!.name)
    await timers.advance(60_000)
    server.send(1)
    await timers.advance(20)

    expect(locks.steals).toEqual([])
    expect(second!.connection.status).toBe('open')
    expect(second!.messages.at(-1)).toBe(1)
  })

  it('has a link of its own where the lock manager throws', async () => {
    const { server, timers } = setUpBrowser()
    const throws = (): never => {
      throw new DOMException('Not here', 'SecurityError')
    }
    const silent = () => ({ onmessage: null, postMessage() {}, close() {} })
    const locks = { request: throws, query: throws }
    const sharing = shareTabs({ key: 'a', locks: locks as never, createChannel: silent })

    const connection = new Connection(
      { ...server.options, autoConnect: false },
      sharing.join('group'),
    )
    connection.connect()
    await timers.advance(10)

    expect(connection.status).toBe('open')
    connection.dispose()
  })

  it('meets no tab of another version', async () => {
    const { server, locks, channels, openAll, timers } = setUpBrowser()
    await openAll(1)
    const toOther = (name: string) => name.replace('/1/', '/2/')
    const others = locks.of('other')
    const sharing = shareTabs({
      key: 'user',
      createChannel: (name) => channels.open(toOther(name), 'other'),
      locks: {
        query: others.query,
        request: ((name: string, ...rest: [LockOptions, () => Promise<void>]) =>
          others.request(toOther(name), ...rest)) as never,
      },
    })
    const options = { ...server.options, autoConnect: false }

    const other = new Connection(options, sharing.join(sharing.groupOf('socket', options)))
    other.connect()
    await timers.advance(20)

    expect(server.connections).toHaveLength(2)
    expect(other.isLeader).toBe(true)
    other.dispose()
  })

  it('shows its key to no other page', async () => {
    const { locks, channels, open, timers } = setUpBrowser()
    open({}, 'secret')
    await timers.advance(10)

    expect([...locks.names, ...channels.names].join()).not.toContain('secret')
  })

  it("checks with its own schema: what one tab's refuses is an error there alone", async () => {
    const { server, open, timers } = setUpBrowser()
    const refusing = {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: () => ({ issues: [{ message: 'No' }] }),
      },
    }
    const tabs = [open(), open({ schema: refusing }), open()]
    await timers.advance(20)

    server.send(1)
    await timers.advance(20)

    expect(tabs.map(({ messages }) => messages)).toEqual([[1], [], [1]])
    expect(tabs.map(({ told }) => told.errorCodes)).toEqual([[], ['R0012'], []])
  })

  it("has no error of the leader's schema, also when it joins later", async () => {
    const { server, open, timers } = setUpBrowser()
    const validate = () => ({ issues: [{ message: 'No' }] })
    const refusing = { '~standard': { version: 1 as const, vendor: 'test', validate } }
    const first = open({ schema: refusing })
    await timers.advance(10)
    server.send(1)
    await timers.advance(10)

    const second = open()
    await timers.advance(10)
    server.send(2)
    await timers.advance(10)

    expect(first.connection.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0012' })
    expect(second.connection.error).toBeNull()
    expect(second.messages).toEqual([2])
  })

  it('follows a leader whose cursor is nothing that can be posted', async () => {
    const { server, openAll, timers } = setUpBrowser({ cursor: () => ({ read() {} }) })
    const [first] = await openAll(1)
    server.send(1)
    await timers.advance(10)

    const [second] = await openAll(1)
    server.send(2)
    await timers.advance(10)

    expect(first!.messages).toEqual([1, 2])
    expect(second!.messages).toEqual([2])
  })

  it('decodes with its own codec, and has its own errors', async () => {
    const { server, open, timers } = setUpBrowser()
    const first = open()
    await timers.advance(10)
    const second = open({ codec: 'text' })
    await timers.advance(10)

    server.send('no JSON')
    await timers.advance(20)

    expect(first.told.errorCodes).toEqual(['R0004'])
    expect(first.messages).toEqual([])
    expect(second.told.errorCodes).toEqual([])
    expect(second.messages).toEqual(['no JSON'])
  })
})

describe('shareTabs()', () => {
  it.each([
    { option: 'url', given: { url: () => 'wss://a.test' } },
    { option: 'protocols', given: { url: 'wss://a.test', protocols: () => 'v1' } },
    { option: 'handshake', given: { url: 'wss://a.test', handshake: () => {} } },
  ])('wants a key where $option is a function', ({ given }) => {
    expect(() => shareTabs().groupOf('socket', given)).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0030' }),
    )
  })
})
