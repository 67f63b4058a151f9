import { describe, expect, it } from 'vitest'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, LONG_DELAY, setUp, setUpOpen } from './support/set-up.ts'

const MIN_DELAY = 2_000
const OTHER = 'wss://other.test/'

const targets: [string, Partial<SocketOptions>][] = [
  ['url', { url: OTHER }],
  ['protocols', { protocols: ['v2'] }],
  ['codec', { codec: 'text' }],
]

describe.each(targets)('another %s', (_, patch) => {
  it('while waiting brings the attempt forward', async () => {
    const { connection, server, timers } = setUpOpen()
    await timers.advance(MIN_DELAY)
    server.drop()

    connection.configure(patch)

    expect(server.connections).toHaveLength(2)
    expect(connection.attempts).toBe(2)
  })

  it('while waiting keeps minDelay from the start of the last attempt', async () => {
    const { connection, server, timers } = setUp({ reconnect: { delay: () => 20_000 } })
    server.refuse()
    const start = timers.now()
    await timers.advance(500)

    connection.configure(patch)

    expect(connection.status).toBe('reconnecting')
    expect(connection.retryAt).toBe(start + MIN_DELAY)
    await timers.advance(MIN_DELAY - 500)
    expect(server.connections).toHaveLength(2)
  })

  it('while waiting delays no attempt', async () => {
    const { connection, server, timers } = setUp({ reconnect: { delay: () => 100 } })
    server.refuse()

    connection.configure(patch)

    expect(connection.retryAt).toBe(timers.now() + 100)
  })

  it.each(['offline', 'hidden', 'frozen'] as const)(
    'while suspended (%s) holds from the next attempt',
    async (by) => {
      const { connection, server, page, timers } = setUpOpen({ reconnect: { whenHidden: false } })
      await timers.advance(MIN_DELAY)
      if (by === 'offline') page.goOffline()
      if (by === 'hidden') page.hide()
      if (by === 'frozen') page.emit('pagehide')
      else server.drop()
      expect(connection.suspendedBy).toBe(by)

      connection.configure(patch)
      await timers.advance(1_000)

      expect(connection.suspendedBy).toBe(by)
      expect(server.connections).toHaveLength(1)

      page.online = page.visible = true
      page.emit('visible')

      expect(server.connections).toHaveLength(2)
    },
  )

  it('while offline leaves retryAt as it is', async () => {
    const { connection, server, page, timers } = setUpOpen()
    page.goOffline()
    server.drop()
    const due = timers.now() + LONG_DELAY
    await timers.advance(MIN_DELAY)

    connection.configure(patch)

    expect(connection.retryAt).toBe(due)
  })

  it('after a refusal that was final begins a new series', async () => {
    const { connection, server } = setUpOpen()
    server.close(4401)
    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0006')

    connection.configure(patch)

    expect(connection.status).toBe('connecting')
    expect([connection.attempts, connection.error]).toEqual([1, null])
    expect(server.connections).toHaveLength(2)
  })
})

it('a token that is refreshed all through an outage does not bypass minDelay', async () => {
  const { connection, server, timers } = setUpOpen({ reconnect: { delay: () => 60_000 } })
  server.drop()
  server.refuse()
  for (let token = 0; token < 40; token++) {
    connection.configure({ url: `${OTHER}?token=${token}` })
    await timers.advance(100)
  }

  // The link, and attempts two seconds apart.
  expect(server.connections).toHaveLength(1 + 4_000 / MIN_DELAY)
})

it('a refusal, then no url, then another: idle, and a new series', async () => {
  const { connection, server, timers } = setUpOpen()
  server.close(4401)

  connection.configure({ url: null })
  expect(connection.status).toBe('idle')
  connection.configure({ url: OTHER })
  await timers.advance(FIRST_DELAY)

  expect(connection.status).toBe('open')
  expect(server.connections.at(-1)!.url).toBe(OTHER)
})
