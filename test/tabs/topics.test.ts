import { createPinia } from 'pinia'
import { describe, expect, it, onTestFinished } from 'vitest'
import { effectScope } from 'vue'
import { defineTopics, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { shareTabs } from 'vue-heartbeat-socket/tabs'
import { FakePage } from '../connection/support/fake-page.ts'
import { asked, options } from '../plugin/support/topics.ts'
import { setUpBrowser } from './support/set-up.ts'

/** A fake browser whose tabs are apps with topics. */
function setUpApps() {
  const { server, locks, channels, timers } = setUpBrowser()
  let opened = 0

  /** Opens a tab that uses these topics. */
  async function open(...topics: string[]) {
    const name = `app${++opened}`
    const pinia = createPinia()
    const useTopic = defineTopics(options)
    const scope = effectScope()
    const page = new FakePage()
    const rows: string[] = []
    const tabs = shareTabs({
      key: 'user',
      locks: locks.of(name),
      createChannel: (channel) => channels.open(channel, name),
    })
    const use = (topic: string) =>
      scope.run(() => useTopic(topic, () => void rows.push(topic), { pinia }))!
    const store = scope.run(() =>
      useHeartbeatSocket('default', { ...server.options, page, tabs, closeDelay: 0, pinia }),
    )!
    const removers = topics.map(use)
    onTestFinished(() => scope.stop())
    await timers.advance(20)
    return { store, page, rows, use, removers, close: () => scope.stop() }
  }

  const send = async (...topics: string[]) => {
    for (const topic of topics) server.send({ topic })
    await timers.advance(20)
  }
  return { server, timers, open, send }
}

describe('topics of tabs that share a connection', () => {
  it('are subscribed to by each tab, and come to it', async () => {
    const { server, open, send } = setUpApps()
    const [first, second] = [await open('a'), await open('b')]

    await send('a', 'b')

    expect(asked(server)).toEqual(['+a', '+b'])
    expect([first.rows, second.rows]).toEqual([['a'], ['b']])
    expect(server.connections).toHaveLength(1)
  })

  it.each(['leader', 'follower'])('outlive the last user of the %s', async (which) => {
    const { server, timers, open, send } = setUpApps()
    const tabs = [await open('a'), await open('a')]
    const [leaving, staying] = which === 'leader' ? tabs : tabs.reverse()

    leaving!.removers[0]!()
    await timers.advance(20)
    await send('a')

    expect(asked(server)).not.toContain('-a')
    expect(staying!.rows).toEqual(['a'])
    expect(leaving!.rows).toEqual([])
  })

  it('outlive a tab that closes', async () => {
    const { server, open, send } = setUpApps()
    const [first, second] = [await open('a'), await open('a')]

    second.close()
    await send('a')

    expect(asked(server)).not.toContain('-a')
    expect(first.rows).toEqual(['a'])
  })

  it('are those in use in any tab at the next opening', async () => {
    const { server, timers, open, send } = setUpApps()
    const [first, second] = [await open('a', 'left'), await open('b')]
    first.removers[1]!()
    await timers.advance(20)
    const before = asked(server).length

    server.drop()
    await timers.advance(10_000)
    await send('a', 'b')

    expect(asked(server).slice(before).sort()).toEqual(['+a', '+b'])
    expect([first.rows, second.rows]).toEqual([['a'], ['b']])
  })

  it('are those of the tabs that are left when the leader closes', async () => {
    const { server, timers, open, send } = setUpApps()
    const [first, second] = [await open('a'), await open('b')]
    const before = asked(server).length

    first.close()
    await timers.advance(100)
    await send('b')

    expect(asked(server).slice(before)).toEqual(['+b'])
    expect(second.rows).toEqual(['b'])
    expect(second.store.isLeader).toBe(true)
  })

  it('are unsubscribed by a tab that is alone', async () => {
    const { server, timers, open } = setUpApps()
    const only = await open('a')

    only.removers[0]!()
    await timers.advance(20)

    expect(asked(server)).toEqual(['+a', '-a'])
  })
})
