import { describe, expect, it } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { shareTabs } from 'vue-heartbeat-socket/tabs'
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

  it('steps down for a newer leader, and stands again', async () => {
    const { channels, locks, openAll, timers } = setUpBrowser()
    const [first] = await openAll(1)
    const { term } = channels.posted.find(({ data }) => 'items' in data)!.data
    const newer = channels.open(locks.names[0]!, 'newer')

    newer.postMessage({ from: 'newer', term: term + 1, seq: 1, items: [] })
    await timers.advance(20)

    expect(first!.leaderships).toEqual([false, true, false, true])
  })

  it('has a link of its own while the lock is held and no leader is heard', async () => {
    const { server, locks, open, timers } = setUpBrowser()
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
  })

  it('never steals where the holder of the lock is not known', async () => {
    const { locks, channels, openAll, timers } = setUpBrowser()
    locks.failsToTell = true
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
