import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'

const Ticker = defineComponent({
  setup() {
    const socket = useHeartbeatSocket()
    return () => h('p', `${socket.status} ${socket.lastMessage?.price}`)
  },
})

// prettier-ignore
it('shows a price and notices a silent server', async () => {
  const timers = createFakeTimers(), server = createFakeServer({ timers })
  const page = mount(Ticker, { global: { plugins: [createPinia(), [HeartbeatSocket, server.options]] } })
  server.accept(); server.send({ price: 3 }); await timers.frame()
  expect(page.text()).toContain('3')
  server.goSilent(); await timers.advance(26_000); expect(page.text()).toContain('reconnecting')
})
