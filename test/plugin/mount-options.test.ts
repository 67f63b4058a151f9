import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it, onTestFinished, vi } from 'vitest'
import { defineComponent, h, inject, type App } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers, type MountPlugin } from 'vue-heartbeat-socket/testing'

/** Mounts a component that shows the status and the last message of a socket. */
function setUp(plugins?: readonly MountPlugin[], name = 'default') {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers })
  const Ticker = defineComponent({
    setup() {
      const socket = useHeartbeatSocket(name)
      const word = inject('word', 'none')
      return () => h('p', `${socket.status} ${socket.lastMessage} ${word}`)
    },
  })
  server.accept()
  const page = mount(Ticker, server.mountOptions(plugins))
  onTestFinished(() => page.unmount())
  return { page, server, timers }
}

it('mounts an app with a Pinia, the plugin and the fake server', async () => {
  const { page, server, timers } = setUp()

  await timers.frame()
  server.send(3)
  await timers.frame()

  expect(page.text()).toBe('open 3 none')
})

it('installs further plugins after them', async () => {
  const seen = vi.fn()
  const plugin = (app: App, word: string): void => {
    seen(app.config.globalProperties.$pinia !== undefined)
    app.provide('word', word)
  }

  const { page, timers } = setUp([[plugin, 'hello']])
  await timers.frame()

  expect(seen.mock.calls).toEqual([[true]])
  expect(page.text()).toBe('open null hello')
})

it('takes a Pinia', async () => {
  const pinia = createPinia()

  const { timers } = setUp([pinia])
  await timers.frame()

  expect(useHeartbeatSocket('default', { pinia }).status).toBe('open')
})

it("takes the app's sockets, and connects them to the fake server under their urls", async () => {
  const timer = createFakeTimers()
  const sockets = { chat: { url: 'wss://chat.test/', timer }, prices: { url: null } }
  const defaults = { page: false as const, log: false as const }

  const { page, server, timers } = setUp([[HeartbeatSocket, { sockets, defaults }]], 'chat')
  await timers.frame()

  expect(page.text()).toBe('open null none')
  expect(server.connections.map(({ url }) => url)).toEqual(['wss://chat.test/'])
  expect(timer.pending).toBe(0)
})

it('takes the options of one socket', async () => {
  const url = 'wss://other.test/'

  const { server, timers } = setUp([[HeartbeatSocket, { url, heartbeat: { message: 'beat' } }]])
  await timers.advance(20_000)

  expect(server.connections.map((connection) => connection.url)).toEqual([url])
  expect(server.received).toEqual(['beat'])
})

it('connects sockets that are made at run time, too', async () => {
  const { server, timers } = setUp()
  const room = defineComponent({
    setup() {
      useHeartbeatSocket('room/1', { url: 'wss://room.test/' })
      return () => null
    },
  })

  const page = mount(room, server.mountOptions())
  await timers.frame()
  page.unmount()

  expect(server.connections.map(({ url }) => url)).toContain('wss://room.test/')
})
