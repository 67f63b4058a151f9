import { expect, it } from 'vitest'
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
