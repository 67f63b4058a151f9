import { describe, expect, it } from 'vitest'
import { EVER, setUpOpen, type Kit } from './support/set-up.ts'

const LIMIT = 2

describe('maxReconnectAttempts', () => {
  it.each([
    ['offline', ({ page }: Kit) => page.goOffline(), ({ page }: Kit) => page.goOnline()],
    ['hidden', ({ page }: Kit) => page.hide(), ({ page }: Kit) => page.show()],
  ] as const)('does not count retries that begin while the page is %s', async (_, leave, come) => {
    const kit = setUpOpen({ maxReconnectAttempts: LIMIT })
    const { server, timers, socket } = kit
    leave(kit)
    server.drop()
    server.refuse()
    await timers.advance(300_000)
    const free = server.connections.length - 1
    expect(free).toBeGreaterThan(LIMIT)
    expect([socket.readyState, socket.reconnectAttempts]).toEqual([socket.CONNECTING, free])

    come(kit)
    await timers.advance(EVER)

    expect(server.connections).toHaveLength(1 + free + LIMIT)
    expect(socket.readyState).toBe(socket.CLOSED)
  })

  it('does not count retries after the page cache', async () => {
    const { page, server, timers, socket } = setUpOpen({ maxReconnectAttempts: 1 })
    server.drop()
    server.refuse()

    for (let trip = 0; trip < 3; trip++) {
      page.emit('pagehide')
      await timers.sleep(60_000)
      page.emit('pageshow')
      await timers.advance(0)
    }

    expect(server.connections).toHaveLength(4)
    expect(socket.readyState).toBe(socket.CONNECTING)
  })

  it('counts anew after an opening', async () => {
    const { server, timers, socket } = setUpOpen({ maxReconnectAttempts: 1 })

    for (let loss = 0; loss < 3; loss++) {
      server.drop()
      await timers.advance(1_000)
    }

    expect(socket.readyState).toBe(socket.OPEN)
  })

  it('of 0 means never, the page cache included', () => {
    const { page, socket } = setUpOpen({ maxReconnectAttempts: 0 })

    page.emit('pagehide')

    expect(socket.readyState).toBe(socket.CLOSED)
  })
})
