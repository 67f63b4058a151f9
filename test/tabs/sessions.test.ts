import { describe, expect, it } from 'vitest'
import { createHeartbeatServer } from 'vue-heartbeat-socket/server'
import { createSession } from 'vue-heartbeat-socket/session'
import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import { adjustableClock, setUpBrowser, type Tab } from './support/set-up.ts'

/** Tabs that share a session with the real server. */
function setUpSessions(network: { readonly latency?: number } = {}, timers = createFakeTimers()) {
  const live = createHeartbeatServer<any, any>({
    timer: timers,
    authenticate: () => ({ user: 'u1', channels: ['news'] }),
  })
  const handled: unknown[] = []
  live.on('message', (message) => void handled.push(message))
  const browser = setUpBrowser({ session: createSession() }, { ...network, server: live }, timers)
  const confirmed = (tab: { told: { of(name: 'confirmed'): unknown[] } }) =>
    tab.told.of('confirmed')
  return { ...browser, live, handled, confirmed }
}

/** A leader goes into the page cache with a message that never reaches the server. */
async function leavesInVain(
  { server, timers }: Pick<ReturnType<typeof setUpSessions>, 'server' | 'timers'>,
  leader: Tab,
  message: string,
): Promise<void> {
  server.goSilent()
  leader.connection.send(message)
  await timers.advance(1)
  leader.page.emit('pagehide')
  server.accept()
  await timers.advance(20)
}

describe('a session that tabs share', () => {
  it('is one for all of them', async () => {
    const { live, handled, confirmed, openAll, timers } = setUpSessions()
    const tabs = await openAll(3)

    await live.publish('news', 1)
    for (const [index, { connection }] of tabs.entries()) connection.send(index)
    await timers.advance(500)

    expect(tabs.map(({ messages }) => messages)).toEqual([[1], [1], [1]])
    expect([...handled].sort()).toEqual([0, 1, 2])
    expect(tabs.map(confirmed)).toEqual([[0], [1], [2]])
    expect(tabs.map(({ connection }) => connection.unconfirmed)).toEqual([0, 0, 0])
  })

  it('goes on under the next leader, without a message lost or twice', async () => {
    const { live, openAll, timers } = setUpSessions()
    const [first, second, third] = await openAll(3)
    await live.publish('news', 1)
    await timers.advance(20)

    first!.crash()
    await live.publish('news', 2)
    await live.publish('news', 3)
    await timers.advance(50)
    await live.publish('news', 4)
    await timers.advance(50)

    for (const { messages, connection, told } of [second!, third!]) {
      expect(messages).toEqual([1, 2, 3, 4])
      expect(connection.recovered).toBe(true)
      expect(told.of('open').map((opening) => opening!.recovered)).toEqual([null, true])
    }
  })

  it('sends again what the dead leader had sent, and the server handles it once', async () => {
    const { handled, confirmed, openAll, timers } = setUpSessions()
    const [first, second, third] = await openAll(3)
    first!.connection.send('lost with its tab')
    second!.connection.send('second')
    third!.connection.send('third')
    await timers.advance(3)

    first!.crash()
    second!.connection.send('later')
    await timers.advance(1_000)

    expect(handled.filter((one) => one === 'second')).toHaveLength(1)
    expect(handled.filter((one) => one === 'third')).toHaveLength(1)
    expect(handled.filter((one) => one === 'later')).toHaveLength(1)
    expect(confirmed(second!)).toEqual(['second', 'later'])
    expect(confirmed(third!)).toEqual(['third'])
    expect(second!.told.of('drop')).toEqual([])
  })

  it('goes on in the only tab after the page cache', async () => {
    const { live, openAll, timers } = setUpSessions()
    const [only] = await openAll(1)
    await live.publish('news', 1)
    await timers.advance(20)

    only!.page.emit('pagehide')
    await live.publish('news', 2)
    only!.page.emit('pageshow')
    await timers.advance(100)

    expect(only!.messages).toEqual([1, 2])
    expect(only!.connection.recovered).toBe(true)
  })

  it('says what a tab has missed that was away while another one led', async () => {
    const { live, openAll, timers } = setUpSessions()
    const [first, second] = await openAll(2)

    first!.page.emit('freeze')
    await timers.advance(50)
    await live.publish('news', 1)
    await timers.advance(50)
    first!.page.emit('resume')
    await timers.advance(50)
    await live.publish('news', 2)
    await timers.advance(50)

    expect(second!.messages).toEqual([1, 2])
    expect(first!.messages).toEqual([2])
    expect(first!.connection.recovered).toBe(false)
  })

  it('is handled once, though the leader that sent it freezes before it has heard so', async () => {
    const { handled, confirmed, openAll, timers } = setUpSessions({ latency: 2 })
    const [first] = await openAll(2)

    first!.connection.send('once')
    first!.page.emit('freeze')
    await timers.advance(500)
    first!.page.emit('resume')
    await timers.advance(500)

    expect(handled).toEqual(['once'])
    expect(confirmed(first!)).toEqual(['once'])
  })

  it('reports a message as unconfirmed whose tab freezes before the leader has answered', async () => {
    const { handled, openAll, timers } = setUpSessions()
    const [, second] = await openAll(2)

    second!.connection.send('once')
    second!.page.emit('freeze')
    await timers.advance(500)
    second!.page.emit('resume')
    await timers.advance(500)

    expect(handled).toEqual(['once'])
    expect(second!.told.of('drop')).toEqual([{ data: 'once', reason: 'unconfirmed' }])
  })

  it('delivers nothing again to a tab that was alone', async () => {
    const { live, server, channels, open, openAll, timers } = setUpSessions()
    const [first] = await openAll(1)
    channels.mute.add(first!.name)
    const second = open()
    second.page.hide()
    await timers.advance(4_000)

    server.goSilent(server.connections[0])
    await live.publish('news', 1)
    await live.publish('news', 2)
    await timers.advance(100)
    channels.mute.clear()
    await timers.advance(60_000)

    expect(first!.messages).toEqual([1, 2])
    expect(second.connection.isLeader).toBe(false)
    expect(second.messages).toEqual([1, 2])
  })

  it('is unconfirmed where the next leader goes on with another session', async () => {
    const { handled, openAll, timers } = setUpSessions({ latency: 2 })
    const [first, second] = await openAll(2)

    second!.page.emit('freeze')
    first!.connection.send('once')
    first!.page.emit('freeze')
    await timers.advance(500)
    second!.page.emit('resume')
    await timers.advance(500)
    first!.page.emit('resume')
    await timers.advance(500)

    expect(handled).toEqual(['once'])
    expect(first!.told.of('drop')).toEqual([{ data: 'once', reason: 'unconfirmed' }])
  })

  it('is begun anew by a leader that knew of no follower, and whose session went on without it', async () => {
    const { handled, channels, open, timers } = setUpSessions()
    const first = open()
    await timers.advance(1)
    channels.deaf.add(first.name)
    const second = open()
    await timers.advance(50)
    first.page.emit('pagehide')
    await timers.advance(50)
    const recovered = second.connection.recovered

    second.crash()
    channels.deaf.clear()
    first.connection.send('once')
    first.page.emit('pageshow')
    await timers.advance(500)

    expect(recovered).toBe(true)
    expect(first.told.of('close').map((close) => close!.code)).toContain(4409)
    expect(first.connection.status).toBe('open')
    expect(first.told.of('drop')).toEqual([])
    expect(handled).toEqual(['once'])
  })

  it('is not continued by a tab that no other hears', async () => {
    const browser = setUpSessions()
    const { channels, handled, confirmed, openAll, timers } = browser
    const [first, second] = await openAll(3)
    channels.mute.add(second!.name)

    await leavesInVain(browser, first!, 'first')
    second!.connection.send('second')
    await timers.advance(30_000)
    first!.page.emit('pageshow')
    await timers.advance(1_000)

    expect(handled).toEqual(['first'])
    expect([first!, second!].map(confirmed)).toEqual([['first'], []])
    expect(second!.told.of('drop')).toEqual([{ data: 'second', reason: 'unconfirmed' }])
  })

  it('brings a tab nothing again that was closed, and takes part anew', async () => {
    const { live, open, openAll, timers } = setUpSessions({ latency: 2 })
    const [first] = await openAll(1)
    // A leader that has been quiet for so long posts nothing as it ends.
    await timers.advance(4_000)
    await live.publish('news', 1)
    const second = open()
    first!.connection.on('message', () => {
      first!.connection.close()
      first!.connection.connect()
    })
    await timers.advance(100)

    expect(second.connection.isLeader).toBe(true)
    expect(second.messages).toEqual([1])
    expect(first!.messages).toEqual([1])
  })

  it('is not taken for the one before it, when its leader leads once more', async () => {
    const browser = setUpSessions()
    const { handled, confirmed, openAll, timers } = browser
    const [first, second] = await openAll(2)

    await leavesInVain(browser, first!, 'first')
    second!.connection.send('second')
    await timers.advance(500)
    second!.page.emit('freeze')
    second!.page.emit('resume')
    await timers.advance(20)
    first!.page.emit('pageshow')
    await timers.advance(500)

    expect(handled).toEqual(['second'])
    expect([first!, second!].map(confirmed)).toEqual([[], ['second']])
    expect(first!.told.of('drop')).toEqual([{ data: 'first', reason: 'unconfirmed' }])
  })

  it('brings nothing again to a tab that could open no link of its own', async () => {
    const { live, server, channels, open, openAll, timers } = setUpSessions()
    const heartbeat = { interval: 2_000, timeout: 1_000 }
    const [first, second] = await openAll(2, { heartbeat })
    channels.mute.add(first!.name)
    await live.publish('news', 1)
    await timers.advance(20)

    server.goSilent()
    // The second one steals. Its attempt takes so long that the first one has a link of its own.
    await timers.advance(16_000)
    open()
    await timers.advance(20)
    server.accept()
    await timers.advance(10_000)

    expect(first!.leaderships).toEqual([false, true, false, true, false])
    expect([first!.messages, second!.messages]).toEqual([[1], [1]])
  })

  it.each(['crash', 'close', 'pagehide'] as const)(
    'goes on in the last tab when the one before it ends as it is about to lead (%s)',
    async (end) => {
      const { live, openAll, timers } = setUpSessions()
      const [first, second, third] = await openAll(3)
      await live.publish('news', 1)
      await timers.advance(20)

      first!.crash()
      // The lock is the second one's, and its claim is posted.
      await timers.advance(0)
      if (end === 'crash') second!.crash()
      else if (end === 'close') second!.connection.close()
      else second!.page.emit('pagehide')
      await live.publish('news', 2)
      await timers.advance(100)

      expect(third!.connection.isLeader).toBe(true)
      expect(third!.connection.recovered).toBe(true)
      expect(third!.messages).toEqual([1, 2])
    },
  )

  it('goes on under the next leader though the clock was set back', async () => {
    const clock = adjustableClock()
    const { live, server, openAll, timers } = setUpSessions({}, clock.timers)
    const [first, second, third] = await openAll(3)
    await live.publish('news', 1)
    await timers.advance(20)
    first!.connection.close()
    await timers.advance(50)
    for (let reconnects = 0; reconnects < 2; reconnects++) {
      server.drop()
      await timers.advance(5_000)
    }

    clock.setBack(60_000)
    second!.connection.close()
    await live.publish('news', 2)
    await timers.advance(5_000)

    expect(third!.connection.isLeader).toBe(true)
    expect(third!.connection.recovered).toBe(true)
    expect(third!.messages).toEqual([1, 2])
  })
})
