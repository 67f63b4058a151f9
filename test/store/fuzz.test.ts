import fc from 'fast-check'
import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { createApp, defineComponent, h, nextTick, type App } from 'vue'
import {
  HeartbeatSocket,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
  type PluginSocketOptions,
} from 'vue-heartbeat-socket'
import {
  createFakeServer,
  createFakeTimers,
  type FakeServer,
  type FakeTimers,
} from 'vue-heartbeat-socket/testing'
import { FakePage } from '../connection/support/fake-page.ts'

/** The same runs each time: a gate is no place for luck. */
const SEED = 20_260_101
const RUNS = 150

interface World {
  readonly timers: FakeTimers
  readonly server: FakeServer
  readonly page: FakePage
  readonly store: HeartbeatSocketStore
}

type Step = (world: World) => void | Promise<void>

/** All that a template can show of a store. */
function read(store: HeartbeatSocketStore): string {
  const { status, attempts, retryAt, suspendedBy, openedAt, latency, lastMessage } = store
  const { lastClose, error, received, sent, queued, isOpen, log } = store
  const { code, cause } = lastClose ?? {}
  return JSON.stringify([
    [status, attempts, retryAt, suspendedBy, openedAt, store.suspectedAt, latency, lastMessage],
    [code, cause],
    [error?.code, received, sent, queued, isOpen, log.map(({ id, kind }) => `${id} ${kind}`)],
  ])
}

/** What users, the server, the page and the clock may do. */
const steps: Record<string, Step> = {
  connect: ({ store }) => store.connect(),
  close: ({ store }) => store.close(),
  'close with a code': ({ store }) => store.close(4000, 'why'),
  reconnect: ({ store }) => store.reconnect(),
  send: ({ store }) => void store.send({ n: 1 }),
  'send what is too large': ({ store }) => void store.send('x'.repeat(300)),
  'send what has no encoding': ({ store }) => void store.send(() => {}),
  clearLog: ({ store }) => store.clearLog(),
  $reset: ({ store }) => store.$reset(),
  'configure another url': ({ store }) => store.configure({ url: 'wss://other.test' }),
  'configure no url': ({ store }) => store.configure({ url: null }),
  'configure the url': ({ store, server }) => store.configure({ url: server.options.url }),
  'configure the log': ({ store }) => store.configure({ log: { size: 2, heartbeats: true } }),
  'configure no log': ({ store }) => store.configure({ log: false }),
  accept: ({ server }) => server.accept(),
  refuse: ({ server }) => server.refuse(),
  message: ({ server }) => server.send({ n: 2 }),
  'messages that share a frame': ({ server }) => {
    for (let n = 0; n < 5; n++) server.send({ n })
  },
  'a message that does not decode': ({ server }) => server.send('{'),
  'a close frame': ({ server }) => server.close(1001),
  'a close that is final': ({ server }) => server.close(4403),
  drop: ({ server }) => server.drop(),
  silence: ({ server }) => server.goSilent(),
  offline: ({ page }) => page.goOffline(),
  online: ({ page }) => page.goOnline(),
  hidden: ({ page }) => page.hide(),
  visible: ({ page }) => page.show(),
  'a moment': ({ timers }) => timers.advance(7),
  'a while': ({ timers }) => timers.advance(1_300),
  'a minute': ({ timers }) => timers.advance(61_000),
  sleep: ({ timers }) => timers.sleep(30_000),
}

async function run(names: readonly string[]): Promise<void> {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers })
  const page = new FakePage()
  const pinia = createPinia()
  setActivePinia(pinia)
  const Page = defineComponent({
    setup() {
      const socket = useHeartbeatSocket()
      return () => h('p', read(socket))
    },
  })
  const element = document.createElement('div')
  const options: PluginSocketOptions = {
    ...server.options,
    page,
    heartbeat: { interval: 900, timeout: 600 },
    outbox: { maxMessages: 3, maxBytes: 200, maxAge: 2_000 },
    log: { size: 5 },
    reconnect: { maxAttempts: 4 },
  }
  const app: App = createApp(Page).use(pinia).use(HeartbeatSocket, options)
  app.mount(element)
  const store = useHeartbeatSocket()

  for (const name of names) {
    await steps[name]!({ timers, server, page, store })
    await timers.frame()
    await nextTick()
    expect(element.textContent, `after ${name}`).toBe(read(store))
  }
  app.unmount()
  expect([timers.pending, page.listeners]).toEqual([0, 0])
}

it('what is rendered equals what is read after each frame, and an unmount leaves no timer', async () => {
  const names = fc.array(fc.constantFrom(...Object.keys(steps)), { minLength: 1, maxLength: 25 })

  await fc.assert(fc.asyncProperty(names, run), { seed: SEED, numRuns: RUNS, endOnFailure: false })
}, 60_000)
