import { expect, it, vi } from 'vitest'
import type { TimerService } from 'vue-heartbeat-socket/socket'
import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import { setUpBrowser } from './support/set-up.ts'

it('a leader that was asked before its lock was taken posts nothing afterwards', async () => {
  const timers = createFakeTimers()
  const { open, locks, channels } = setUpBrowser({}, {}, timers)
  const frozen: (() => void)[] = []
  // As in a page that freezes: what is due at once waits.
  const timer: TimerService = {
    ...timers,
    setTimeout: (fn, ms) => (ms === 0 ? frozen.push(fn) : timers.setTimeout(fn, ms)),
  }
  const leader = open({ timer })
  await timers.advance(10)
  open()
  await timers.advance(10)
  const [name] = channels.names
  const { term } = leader.connection.sharing!

  channels.open(name!, 'tab2').postMessage({ type: 'ask', from: 'a tab', term })
  await timers.advance(10)
  expect(frozen).toHaveLength(1)
  void locks.of('tab2').request(name!, { steal: true }, () => new Promise(() => {}))
  await timers.advance(10)

  expect(leader.connection.isLeader).toBe(false)
  expect(frozen[0]).not.toThrow()
})

it('a leader that slept before it heard whether it still leads asks again, and posts nothing', async () => {
  const { open, server, locks, channels, timers } = setUpBrowser()
  const all = locks.of('tab1')
  let isStill = false
  let goOn = () => {}
  // What the lock manager says to a page that stands still waits there.
  const waits = <Value>(said: Value) =>
    isStill ? new Promise<Value>((resolve) => (goOn = () => resolve(said))) : said
  vi.spyOn(locks, 'of').mockReturnValueOnce({
    request: ((...args: Parameters<typeof all.request>) =>
      all.request(...args).catch(() => new Promise(() => {}))) as typeof all.request,
    query: async () => waits(await all.query()),
  })
  const leader = open()
  await timers.advance(10)
  open()
  await timers.advance(5_000)
  const [name] = channels.names
  isStill = true
  server.send('just before')
  await timers.advance(10)

  void locks.of('tab2').request(name!, { steal: true }, () => new Promise(() => {}))
  await timers.sleep(60_000)
  const posted = channels.posted.length
  isStill = false
  goOn()
  await timers.advance(10)

  const since = channels.posted.slice(posted)
  expect(since.filter(({ client, data }) => client === 'tab1' && data.items)).toEqual([])
  expect(leader.connection.isLeader).toBe(false)
})
