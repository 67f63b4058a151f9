import { describe, expect, it } from 'vitest'
import { adjustableClock, setUpBrowser, type Tab } from './support/set-up.ts'

const openLinks = (server: { connections: readonly { readyState: number }[] }) =>
  server.connections.filter(({ readyState }) => readyState === 1).length

const leaders = (tabs: readonly Tab[]) => tabs.map(({ connection }) => connection.isLeader)

describe('the lead', () => {
  it('goes on when the leader crashes', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second, third] = await openAll(3)

    first!.crash()
    await timers.advance(20)
    server.send(1)
    await timers.advance(20)

    expect(leaders([second!, third!])).toEqual([true, false])
    expect([second!.messages, third!.messages]).toEqual([[1], [1]])
  })

  it('goes on when the leader freezes, which returns as a follower', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)

    first!.page.emit('freeze')
    const frozen = first!.connection.status
    await timers.advance(20)
    const links = openLinks(server)
    first!.page.emit('resume')
    await timers.advance(20)
    server.send(1)
    await timers.advance(20)

    expect(frozen).toBe('suspended')
    expect(links).toBe(1)
    expect(leaders([first!, second!])).toEqual([false, true])
    expect(first!.connection.status).toBe('open')
    expect([first!.messages, second!.messages]).toEqual([[1], [1]])
    expect(openLinks(server)).toBe(1)
  })

  it('goes on when the leader goes that was offline', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    for (const { page } of [first!, second!]) page.goOffline()
    server.drop()
    await timers.advance(20)
    const offline = second!.connection.status

    first!.crash()
    await timers.advance(20)
    second!.page.goOnline()
    await timers.advance(5_000)

    expect(offline).toBe('suspended')
    expect(second!.connection.isLeader).toBe(true)
    expect(second!.connection.status).toBe('open')
  })

  it('goes on when the leader goes into the page cache', async () => {
    const { server, channels, locks, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)

    first!.page.emit('pagehide')
    const open = channels.count
    await timers.advance(20)

    expect(open).toBe(1)
    expect(locks.count).toBe(1)
    expect(second!.connection.isLeader).toBe(true)
    expect(openLinks(server)).toBe(1)
  })

  it('begins with what the leader before has posted', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second, third] = await openAll(3)
    for (const { page } of [first!, second!, third!]) page.hide()

    server.send(1)
    await timers.advance(1)
    first!.crash()
    await timers.advance(20)

    expect(second!.connection.isLeader).toBe(true)
    expect([first!, second!, third!].map(({ messages }) => messages)).toEqual([[1], [1], [1]])
  })

  it.each(['visible', 'hidden'])(
    'is not taken over by a tab that hears nothing (%s)',
    async (how) => {
      const { channels, openAll, timers } = setUpBrowser()
      const [first, second, third] = await openAll(3)
      if (how === 'hidden') for (const { page } of [first!, second!, third!]) page.hide()
      channels.deaf.add(second!.name)

      first!.connection.close()
      await timers.advance(1_100)
      const lead = leaders([second!, third!])
      await timers.advance(3_000)

      expect(lead).toEqual([false, true])
      expect(third!.connection.status).toBe('open')
      expect(second!.connection.status).toBe('open')
    },
  )

  it('is one for a tab that comes back, though it began by a clock that was set back', async () => {
    const clock = adjustableClock()
    const { locks, open, openAll, timers } = setUpBrowser({}, {}, clock.timers)
    const [first, second] = await openAll(2)
    second!.page.emit('pagehide')
    first!.connection.close()
    clock.setBack(3_600_000)
    const third = open()
    await timers.advance(1_000)

    second!.page.emit('pageshow')
    await timers.advance(1_000)
    const { status } = second!.connection
    await timers.advance(60_000)

    expect(leaders([second!, third]).filter(Boolean)).toHaveLength(1)
    expect(status).toBe('open')
    expect(locks.steals).toEqual([])
  })

  it('goes on in a tab that came just when the leader closed', async () => {
    const { open, timers } = setUpBrowser()
    const first = open()
    let second!: Tab
    first.connection.on('open', () => {
      second = open()
      first.connection.close()
    })
    await timers.advance(100)
    const statuses = second.told.of('status').map((change) => change!.status)

    expect(second.connection.status).toBe('open')
    expect(statuses).not.toContain('closed')
  })

  it('is taken from a leader that stands still', async () => {
    const { server, channels, locks, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)

    channels.mute.add(first!.name)
    await timers.advance(15_000 + 6_000)
    server.send(1)
    await timers.advance(20)

    expect(locks.steals).toEqual([second!.name])
    expect(second!.connection.isLeader).toBe(true)
    expect(second!.messages).toEqual([1])
  })

  it('is taken as soon by a tab that has just come', async () => {
    const { channels, locks, openAll, timers } = setUpBrowser({
      heartbeat: { interval: 500, timeout: 400 },
    })
    const [first, second] = await openAll(2)

    channels.mute.add(first!.name)
    await timers.advance(500 + 2 * 2_000 + 1_000)

    expect(locks.steals).toEqual([second!.name])
  })

  it('is not taken from a leader that is quiet', async () => {
    const { server, locks, openAll, timers } = setUpBrowser({ heartbeat: false })
    await openAll(3)

    await timers.advance(120_000)

    expect(locks.steals).toEqual([])
    expect(server.connections).toHaveLength(1)
  })

  it('is not taken by a tab that hears nothing', async () => {
    const { channels, locks, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)

    channels.deaf.add(second!.name)
    await timers.advance(120_000)

    expect(locks.steals).toEqual([])
    expect(first!.connection.isLeader).toBe(true)
    expect(second!.connection.status).toBe('open')
  })

  it('is not taken by a tab that hears nothing since its first question', async () => {
    const { channels, locks, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)

    channels.mute.add(first!.name)
    await timers.advance(15_000 + 1_000)
    channels.deaf.add(second!.name)
    await timers.advance(60_000)

    expect(locks.steals).toEqual([])
    expect(second!.connection.status).toBe('open')
  })

  it('is not taken by a tab that nobody sees', async () => {
    const { channels, locks, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    second!.page.hide()

    channels.mute.add(first!.name)
    await timers.advance(120_000)

    expect(locks.steals).toEqual([])
  })

  it('is not taken after a sleep of the tab that asks', async () => {
    const { locks, openAll, timers } = setUpBrowser()
    await openAll(2)

    await timers.sleep(3_600_000)
    await timers.advance(60_000)

    expect(locks.steals).toEqual([])
  })

  it('is not questioned by the leader itself, when its page is seen again', async () => {
    const { channels, openAll, timers } = setUpBrowser()
    const [first] = await openAll(1)
    first!.page.hide()
    await timers.advance(60_000)

    first!.page.show()
    await timers.advance(10_000)

    expect(channels.posted.filter(({ data }) => data.type === 'ask')).toEqual([])
  })

  it('is taken at most once in 30 s', async () => {
    const { channels, locks, openAll, timers } = setUpBrowser({
      heartbeat: { interval: 1_000, timeout: 1_000 },
    })
    const [first, second] = await openAll(2)
    channels.mute.add(first!.name)
    await timers.advance(10_000)
    const stolen = [...locks.steals]

    await timers.advance(15_000)

    expect(stolen).toEqual([second!.name])
    expect(locks.steals.filter((name) => name === second!.name)).toHaveLength(1)
  })
})

describe('a tab that can be seen', () => {
  it('gets a link from a leader that can not, and that has not heard so', async () => {
    const { server, channels, openAll, timers } = setUpBrowser({
      reconnect: { whenHidden: false },
    })
    const [first, second] = await openAll(2)
    first!.page.hide()
    second!.page.hide()
    await timers.advance(10)
    server.drop()
    await timers.advance(10)
    const hidden = second!.connection.status

    channels.deaf.add(first!.name)
    second!.page.show()
    await timers.advance(10)
    channels.deaf.delete(first!.name)
    await timers.advance(15_000 + 3_000)

    expect(hidden).toBe('suspended')
    expect(second!.connection.status).toBe('open')
    expect(first!.connection.isLeader).toBe(true)
  })

  it('notices what it has missed of a leader that has not heard that it follows', async () => {
    const { server, channels, open, timers } = setUpBrowser()
    const first = open()
    await timers.advance(1)
    channels.deaf.add(first.name)
    const second = open()
    await timers.advance(4_000)
    const { status } = second.connection

    server.drop()
    await timers.advance(6_000)
    channels.deaf.delete(first.name)
    await timers.advance(15_000)

    expect(status).toBe('open')
    expect(second.connection.isLeader).toBe(false)
    expect(second.told.of('open').map((opening) => opening!.reconnected)).toEqual([false, true])
  })
})

describe('after the last tab', () => {
  it('no link, lock, channel or timer is left', async () => {
    const { server, channels, locks, openAll, timers } = setUpBrowser()
    const tabs = await openAll(3)

    for (const { connection } of tabs) connection.dispose()
    await timers.advance(20)

    expect(openLinks(server)).toBe(0)
    expect(locks.count).toBe(0)
    expect(channels.count).toBe(0)
    expect(timers.pending).toBe(0)
  })
})
