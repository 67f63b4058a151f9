import { createPinia, setActivePinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import { defineComponent, effectScope, h, watch } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket, useRetryCountdown } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { takeWarnings } from '../support/console.ts'
import { mountApp, setUp, type Kit } from '../store/support/set-up.ts'
import { leftIn, NOTHING } from './support/left-in.ts'

/** How often the component below has rendered. */
const rendered = vi.fn()

const Countdown = defineComponent({
  setup() {
    const seconds = useRetryCountdown()
    return () => (rendered(), h('p', String(seconds.value)))
  },
})

/** An open socket without other timers, whose first retry comes after 2 500 ms. */
async function setUpOpen(): Promise<Kit> {
  const kit = setUp({ root: Countdown, socket: { heartbeat: false } })
  await kit.open()
  rendered.mockClear()
  return kit
}

it('counts whole seconds, rounded up, until the attempt', async () => {
  const { element, server, store, timers } = await setUpOpen()
  server.drop()
  const start = timers.now()
  const shown: string[] = []

  while (store.retryAt !== null) {
    await timers.advance(100)
    shown.push(`${timers.now() - start} ${element.textContent}`)
  }

  expect(shown.filter((line, at) => line.split(' ')[1] !== shown[at - 1]?.split(' ')[1])).toEqual([
    '100 3',
    '500 2',
    '1500 1',
    '2500 null',
  ])
})

it('is null, and sets no timer, while no attempt is planned', async () => {
  const { element, store, timers } = await setUpOpen()
  // Stable, so that the engine has no timer either.
  await timers.advance(15_000)

  expect([element.textContent, timers.pending]).toEqual(['null', 0])
  store.close()
  await timers.frame()

  expect([element.textContent, timers.pending]).toEqual(['null', 0])
})

it('renders once for each second', async () => {
  const { server, timers } = await setUpOpen()

  server.refuse()
  server.drop()
  await timers.advance(2_499)

  expect(rendered).toHaveBeenCalledTimes(3)
})

it('is right when it is read after sleep, before any timer has fired', async () => {
  const { pinia, server, timers } = await setUpOpen()
  setActivePinia(pinia)
  const seconds = effectScope().run(() => useRetryCountdown())!
  server.drop()

  await timers.sleep(1_400)
  expect(seconds.value).toBe(2)
  await timers.sleep(3_600_000)

  expect(seconds.value).toBe(0)
})

it('shows the right figure at each tick of a throttled tab', async () => {
  const { element, pinia, server, store, timers } = await setUpOpen()
  setActivePinia(pinia)
  store.configure({ reconnect: { spread: 60_000 } })
  server.drop()
  const { retryAt } = store
  timers.throttle(7_000)
  const shown: string[] = []

  for (let tick = 0; tick < 4; tick++) {
    await timers.advance(7_000 - (timers.now() % 7_000))
    shown.push(element.textContent!, String(Math.ceil((retryAt! - timers.now()) / 1_000)))
  }

  expect(shown.filter((_, at) => at % 2 === 0)).toEqual(shown.filter((_, at) => at % 2 === 1))
})

it('begins anew with each attempt that is planned', async () => {
  const { element, server, store, timers } = await setUpOpen()
  server.refuse()
  server.drop()
  await timers.advance(2_500)

  const expected = Math.ceil((store.retryAt! - timers.now()) / 1_000)
  await timers.frame()

  expect(element.textContent).toBe(String(expected))
})

it('ends with its component, and nothing is left', async () => {
  const { server, store, timers, unmount } = await setUpOpen()
  const scope = effectScope()
  scope.run(() => useRetryCountdown({ socket: store }))
  server.drop()
  expect(timers.pending).toBeGreaterThan(1)

  scope.stop()
  unmount()

  expect(timers.pending).toBe(0)
})

it('is of the socket that is named, which may be made later', async () => {
  const pinia = createPinia()
  const timers = createFakeTimers()
  const server = createFakeServer({ timers })
  mountApp((app) => app.use(pinia).use(HeartbeatSocket, { sockets: {}, defaults: server.options }))
  const scope = effectScope()
  const changes = vi.fn()
  scope.run(() => {
    const seconds = useRetryCountdown({ socket: 'chat', pinia })
    watch(seconds, changes, { flush: 'sync' })
    useHeartbeatSocket('chat', { pinia, closeDelay: 0 })
  })

  server.refuse()
  await timers.advance(2_000)
  scope.stop()

  expect(changes.mock.calls.map(([value]) => value)).toEqual([3, 2, 1])
  expect(leftIn(pinia)).toEqual(NOTHING)
})

it('is null in a scope that has ended, with a warning', () => {
  const pinia = createPinia()
  const scope = effectScope()
  const seconds = scope.run(() => {
    scope.stop()
    return useRetryCountdown({ pinia })
  })!

  expect(seconds.value).toBeNull()
  expect(takeWarnings()).toEqual([expect.stringContaining('useRetryCountdown')])
})
