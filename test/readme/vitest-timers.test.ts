import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { systemTimers } from 'vue-heartbeat-socket/socket'
import { createFakeServer } from 'vue-heartbeat-socket/testing'

const Ticker = defineComponent({
  setup() {
    const socket = useHeartbeatSocket()
    return () => h('p', `${socket.status} ${socket.lastMessage?.price}`)
  },
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it("notices a silent server on Vitest's timers", async () => {
  const server = createFakeServer({ timers: systemTimers() })
  const page = mount(Ticker, {
    global: { plugins: [createPinia(), [HeartbeatSocket, server.options]] },
  })

  server.accept()
  server.send({ price: 3 })
  await vi.advanceTimersByTimeAsync(16)
  expect(page.text()).toBe('open 3')

  server.goSilent()
  await vi.advanceTimersByTimeAsync(26_000)
  expect(page.text()).toContain('reconnecting')
})
