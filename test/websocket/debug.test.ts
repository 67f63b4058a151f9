import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { setUp, setUpOpen } from './support/set-up.ts'

let lines: unknown[][] = []

beforeEach(() => {
  lines = []
  vi.spyOn(console, 'debug').mockImplementation((...args) => void lines.push(args))
})

afterEach(() => {
  ReconnectingWebSocket.debugAll = false
})

describe('debug', () => {
  it('is off by default', async () => {
    const { server, timers } = setUpOpen()

    server.drop()
    await timers.advance(1_000)

    expect(lines).toEqual([])
  })

  it('logs each change of state', async () => {
    const { server, timers } = setUp({ debug: true })

    server.accept()
    server.close(1001)
    await timers.advance(1_000)

    expect(lines.map(([label]) => label)).toEqual(lines.map(() => '[reconnecting-websocket]'))
    expect(lines.map(([, change]) => change)).toMatchObject([
      { status: 'connecting' },
      { status: 'open' },
      { status: 'reconnecting', retryIn: 1_000, close: { code: 1001 } },
      { status: 'reconnecting' },
      { status: 'open' },
    ])
  })

  it('can be set later', () => {
    const { socket, server } = setUpOpen()

    socket.debug = true
    server.drop()

    expect(lines).toHaveLength(1)
  })

  it('shows neither the url nor the protocols: either may be a token', async () => {
    const { socket, timers } = setUpOpen({
      url: 'wss://host.test/?token=secret',
      protocols: 'secret',
      debug: true,
    })

    socket.refresh()
    await timers.advance(0)

    expect(lines.length).toBeGreaterThan(0)
    expect(JSON.stringify(lines)).not.toContain('secret')
  })
})

describe('debugAll', () => {
  it('is false at first', () => {
    expect(ReconnectingWebSocket.debugAll).toBe(false)
  })

  it('makes all of them log, those that exist too', () => {
    const { server } = setUpOpen()

    ReconnectingWebSocket.debugAll = true
    server.drop()
    setUp()

    expect(lines).toHaveLength(2)
  })
})
