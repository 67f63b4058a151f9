import { describe, expect, it } from 'vitest'
import { setUpBrowser, type Tab } from './support/set-up.ts'

describe('tabs that share a connection', () => {
  it('have one link', async () => {
    const { server, openAll } = setUpBrowser()

    const tabs = await openAll(3)

    expect(server.connections).toHaveLength(1)
    expect(tabs.map(({ connection }) => connection.status)).toEqual(['open', 'open', 'open'])
    expect(tabs.map(({ connection }) => connection.isLeader)).toEqual([true, false, false])
  })

  it('all get each message, once and in order', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const tabs = await openAll(3)

    for (let number = 1; number <= 5; number++) server.send({ number })
    await timers.advance(10)

    const expected = [1, 2, 3, 4, 5].map((number) => ({ number }))
    expect(tabs.map(({ messages }) => messages)).toEqual([expected, expected, expected])
  })

  it('show the same, and get the same events, while the link is lost and found', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const tabs = await openAll(2)
    const shown = ({ connection }: Tab) => {
      const { status, attempts, retryAt, openedAt, latency, lastClose, recovered } = connection
      return { status, attempts, retryAt, openedAt, latency, lastClose, recovered }
    }
    for (const { told } of tabs) told.clear()

    server.refuse()
    server.drop()
    await timers.advance(5_000)
    const [lost, alsoLost] = tabs.map(shown)
    server.accept()
    await timers.advance(60_000)
    const [found, alsoFound] = tabs.map(shown)

    expect(lost).toMatchObject({ status: 'reconnecting', openedAt: null })
    expect(alsoLost).toEqual(lost)
    expect(found).toMatchObject({ status: 'open', attempts: 0, recovered: false })
    expect(alsoFound).toEqual(found)
    const [events, alsoEvents] = tabs.map(({ told }) => told.entries)
    expect(alsoEvents).toEqual(events)
  })

  it('are no followers when they leave before they have heard the leader', async () => {
    const { openAll, open, timers } = setUpBrowser()
    const [first] = await openAll(1)

    open().connection.close()
    await timers.advance(10)

    expect(first!.connection.sharing).toBeNull()
  })

  it('post nothing while there is only one', async () => {
    const { server, channels, openAll, timers } = setUpBrowser()
    await openAll(1)
    // Until then it greets tabs that it may not know.
    await timers.advance(3_000)
    const before = channels.posted.length

    for (let number = 1; number <= 5; number++) server.send({ number })
    await timers.advance(60_000)

    expect(channels.posted).toHaveLength(before)
  })

  it('get what comes within 8 ms in one post, and a single message at once', async () => {
    const { server, channels, openAll, timers } = setUpBrowser()
    const [, second] = await openAll(2)
    await timers.advance(1_000)
    const before = channels.posted.length

    server.send(0)
    await timers.advance(3)
    const first = [...second!.messages]
    for (let number = 1; number <= 4; number++) {
      server.send(number)
      await timers.advance(1)
    }
    await timers.advance(8)

    expect(first).toEqual([0])
    expect(second!.messages).toEqual([0, 1, 2, 3, 4])
    expect(channels.posted).toHaveLength(before + 2)
  })

  it('get each message at once from a leader that is hidden, whose timers are slow', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    first!.page.hide()
    await timers.advance(1_000)

    for (let number = 1; number <= 4; number++) {
      server.send(number)
      await timers.advance(1)
    }
    await timers.advance(2)

    expect(second!.messages).toEqual([1, 2, 3, 4])
  })

  it('get what waits for the next post when the page of their leader is hidden', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    await timers.advance(1_000)
    server.send(1)
    await timers.advance(3)
    server.send(2)
    while (first!.messages.length < 2) await timers.advance(1)

    first!.page.hide()
    await timers.advance(1)

    expect(second!.messages).toEqual([1, 2])
  })

  it('have got what came last when their leader goes into the page cache', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, , third] = await openAll(3)
    server.send(1)
    await timers.advance(4)

    server.send(2)
    while (first!.messages.length < 2) await timers.advance(1)
    first!.page.emit('pagehide')
    await timers.advance(20)

    expect(third!.messages).toEqual([1, 2])
  })

  it('send over it', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [, second] = await openAll(2)

    const result = second!.connection.send({ from: 2 })
    await timers.advance(10)

    expect(result).toBe('queued')
    expect(server.messages).toEqual([{ from: 2 }])
    expect(second!.connection.sent).toBe(1)
    expect(second!.connection.queued).toBe(0)
    expect(second!.told.of('sent')).toEqual([{ from: 2 }])
  })

  it('go on with another leader when the first one closes', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second, third] = await openAll(3)
    second!.told.clear()
    third!.told.clear()

    first!.connection.close()
    await timers.advance(10)
    server.send({ after: true })
    await timers.advance(10)

    expect(server.connections.filter(({ readyState }) => readyState === 1)).toHaveLength(1)
    expect(second!.connection.isLeader).toBe(true)
    expect(second!.told.of('open')).toEqual([{ reconnected: true, recovered: false }])
    expect(third!.told.of('open')).toEqual([{ reconnected: true, recovered: false }])
    expect(third!.told.changes).toEqual(['open > reconnecting', 'reconnecting > open'])
    expect(third!.messages).toEqual([{ after: true }])
  })
})
