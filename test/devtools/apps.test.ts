import { createPinia } from 'pinia'
import { expect, it, onTestFinished, vi } from 'vitest'
import { effectScope } from 'vue'
import { HeartbeatSocket, onSocketEvent, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { registryOf } from '../../src/store/registry.ts'
import { mountApp, setUp } from '../store/support/set-up.ts'
import { installDevtools } from './support/fake-devtools.ts'
import { pass, setUpDevtools, setUpOpen } from './support/set-up.ts'

it('loads nothing where there are no devtools', async () => {
  const devtools = installDevtools()
  vi.unstubAllGlobals()

  setUp()
  await vi.dynamicImportSettled()

  expect(devtools.descriptors).toEqual([])
})

it('is set up once, though the devtools ask twice', async () => {
  const { devtools, look } = await setUpDevtools()

  look()
  look()

  expect(devtools.inspectors).toHaveLength(1)
  expect(devtools.layers).toHaveLength(1)
})

it('names the package, and the app', async () => {
  const { devtools, app } = await setUpDevtools()

  expect(devtools.descriptors).toEqual([
    expect.objectContaining({ packageName: 'vue-heartbeat-socket', app }),
  ])
})

it('gives each app an inspector of its own, which shows and steers its sockets', async () => {
  const one = await setUpDevtools()
  const two = setUp()
  await vi.dynamicImportSettled()
  const { devtools } = one
  const [first, second] = devtools.descriptors.map(({ id }) => id)
  devtools.open(one.app)
  devtools.open(two.app)
  await two.open()
  one.store.close()

  const status = devtools.tree(second!)[0]!.tags![0]!.label
  const stranger = devtools.tree(first!)
  void devtools.inspectors.find(({ id }) => id === second)!.actions![0]!.action()

  expect(first).not.toBe(second)
  expect(status).toBe('open')
  expect(stranger).toEqual([])
  expect([one.store.status, two.store.status]).toEqual(['closed', 'reconnecting'])
})

it('shows sockets of one Pinia in both of its apps, and goes on when one is gone', async () => {
  const pinia = createPinia()
  const one = await setUpDevtools({ pinia })
  const two = mountApp((app) => app.use(pinia).use(HeartbeatSocket, one.server.options))
  await vi.dynamicImportSettled()
  const { devtools, server, timers } = one
  one.unmount()
  devtools.open(two.app)
  server.accept()
  await timers.frame()

  const [node] = devtools.tree(devtools.descriptors[1]!.id)

  expect(node!.tags![0]!.label).toBe('open')
})

it('leaves nothing behind when its app is unmounted', async () => {
  const pinia = createPinia()
  const kit = await setUpOpen({ pinia })
  const kept = useHeartbeatSocket('kept', { pinia, ...kit.server.options })
  const registry = registryOf(pinia)
  const record = registry.record('kept')
  await pass(1_000)

  kit.unmount()

  const before = { ...kit.devtools.calls }
  kept.reconnect()
  await pass(1_000)
  expect(kit.devtools.calls).toEqual(before)
  expect([registry.onChange, record.onConnection]).toEqual([undefined, undefined])
  expect(vi.getTimerCount()).toBe(0)
})

it('is not set up for an app that was gone before it was loaded', async () => {
  const devtools = installDevtools()
  onTestFinished(() => void vi.unstubAllGlobals())

  const { unmount } = setUp()
  unmount()
  await vi.dynamicImportSettled()

  expect(devtools.descriptors).toEqual([])
})

it('keeps no socket alive', async () => {
  const { pinia, server } = await setUpOpen()
  const scope = effectScope()
  scope.run(() => useHeartbeatSocket('room', { pinia, ...server.options, closeDelay: 0 }))

  scope.stop()

  expect([...registryOf(pinia).records.keys()]).toEqual(['default'])
})

it('goes on with the history when a socket gets a new connection', async () => {
  const pinia = createPinia()
  const { devtools, id, server, timers } = await setUpOpen({ pinia })
  const room = () => devtools.tree(id).find(({ label }) => label.endsWith('room'))!
  onSocketEvent('open', () => {}, { pinia, socket: 'room' })
  const store = useHeartbeatSocket('room', { pinia, ...server.options })
  await timers.frame()
  store.$dispose()

  useHeartbeatSocket('room', { pinia, ...server.options })
  await timers.frame()

  expect(room().tags![0]!.label).toBe('open')
  const titles = devtools.select(id, room().id).history!.map(({ value }) => value)
  expect(titles.filter((title) => title === '🟢 open')).toHaveLength(2)
})
