import { mount } from '@vue/test-utils'
import { ws } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia } from 'pinia'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import Prices from './app/Prices.vue'

const live = ws.link('wss://api.example.com/live')

const connected = vi.fn()

const server = setupServer(
  live.addEventListener('connection', ({ client }) => {
    connected()
    client.addEventListener('message', ({ data }) => {
      // Without this the app takes an idle link for dead.
      if (data === 'ping') return client.send('pong')
      const { op, get, id } = JSON.parse(String(data))
      if (op === 'subscribe') client.send('{"topic":"ACME","price":3}')
      if (get === 'name') client.send(JSON.stringify({ replyTo: id, name: 'Ann' }))
    })
  }),
)

beforeAll(() => server.listen())
afterAll(() => server.close())

it('an app runs on MSW, and comes back after a loss', async () => {
  const options = { url: 'wss://api.example.com/live', reconnect: { spread: 50 } }
  const page = mount(Prices, { global: { plugins: [createPinia(), [HeartbeatSocket, options]] } })
  await vi.waitFor(() => expect(page.text()).toBe('open Ann 3'))

  for (const client of live.clients) client.close(1011)
  await vi.waitFor(() => expect(connected).toHaveBeenCalledTimes(2))
  await vi.waitFor(() => expect(page.text()).toBe('open Ann 3'))

  page.unmount()
})
