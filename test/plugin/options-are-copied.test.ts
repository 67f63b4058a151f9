import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import { createApp } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { setUp } from '../store/support/set-up.ts'

it('what the owner of the options does to them later changes no store', () => {
  const options = { url: 'wss://a.test/', log: { size: 2 }, protocols: ['v1'] }
  const { store, server } = setUp({ socket: options })

  options.url = 'wss://b.test/'
  options.protocols.push('v2')
  options.log.size = 0
  store.configure({ debug: false })
  server.accept()
  server.send({ n: 1 })

  expect(server.connections.map(({ url }) => url)).toEqual(['wss://a.test/'])
  expect(store.log).toHaveLength(1)
})

it('nor do the defaults change for sockets that are made later', () => {
  const server = createFakeServer({ timers: createFakeTimers() })
  const pinia = createPinia()
  const defaults = { ...server.options, heartbeat: { interval: 5_000 }, protocols: ['v1'] }
  const app = createApp({ render: () => null })
  app.use(pinia).use(HeartbeatSocket, { sockets: {}, defaults })

  defaults.protocols.push('v2')
  defaults.url = 'wss://other.test/'
  const store = useHeartbeatSocket('late', { pinia, debug: false })

  expect(server.connections.map(({ url, protocols }) => [url, protocols])).toEqual([
    [server.options.url, ['v1']],
  ])
  store.$dispose()
})
