import Original from 'reconnecting-websocket'
import { expect, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { ADDRESS, createPeer } from '../support/peer.ts'
import { takeRejections } from '../support/rejections.ts'
import { here, lose, UPTIME } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { options, tryRandomDelays } from './shared.ts'
import { there } from './there.ts'

tryTable('reconnecting-websocket', 'Option', {
  ...options(there),

  async url() {
    const urls = ['wss://one.test/', 'wss://two.test/']
    const askedInTurn =
      (next = 0) =>
      async () =>
        urls[next++]!
    const [old, ours] = [there({}, askedInTurn()), here({}, askedInTurn())]
    await settle()
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(1_000)
    for (const { peer } of [old, ours]) {
      expect(peer.connections.map(({ url }) => url)).toEqual(urls)
    }

    old.socket.close()
    const failing = async (): Promise<string> => {
      throw new Error('no token')
    }
    const rejections = await takeRejections(async () => {
      const given = there({}, failing)
      await pass(60_000)
      given.socket.reconnect()
      await pass(60_000)
      expect(given.peer.attempts).toBe(0)
      expect(given.story).toEqual([])
    })
    expect(rejections).toHaveLength(1)
    const retried = here({}, vi.fn(async () => ADDRESS).mockImplementationOnce(failing))
    await settle()
    expect(retried.story).toEqual(['error', 'connecting 1006', 'close 1006'])
    expect(retried.events[0].error.code).toBe('HEARTBEAT_SOCKET_R0001')
    await pass(1_000)
    expect(retried.peer.attempts).toBe(1)
  },

  async protocols() {
    const peers = [createPeer(), createPeer(), createPeer()] as const
    const [a, b, c] = peers.map(({ WebSocket }) => WebSocket)
    new Original(ADDRESS, ['v2', 'v1'], { WebSocket: a })
    new ReconnectingWebSocket(ADDRESS, ['v2', 'v1'], { WebSocket: b })
    new ReconnectingWebSocket(ADDRESS, async () => 'v3', { WebSocket: c })
    await settle()

    expect(peers.map(({ link }) => link.protocols)).toEqual([['v2', 'v1'], ['v2', 'v1'], ['v3']])
  },

  async WebSocket() {
    const [old, ours] = [there(), here()]
    await settle()
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 1])

    expect(() => there({ WebSocket: undefined })).toThrow('No valid WebSocket class provided')
    expect(() => here({ WebSocket: undefined })).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0003' }),
    )
  },

  async minReconnectionDelay() {
    const drawn = [
      there({ minReconnectionDelay: undefined as never }),
      there({ minReconnectionDelay: undefined as never }),
    ]
    const set = [there({ minReconnectionDelay: 700 }), here({ reconnectInterval: 700 })]
    const ours = here()
    await lose(...drawn, ...set, ours)
    await pass(5_000)

    const [one, other] = drawn.map(({ peer }) => peer.gaps[0]! - UPTIME)
    expect(one).toBeGreaterThanOrEqual(1_000)
    expect(one).toBe(other)
    expect(set.map(({ peer }) => peer.gaps[0]! - UPTIME)).toEqual([700, 700])
    expect(ours.peer.gaps[0]! - UPTIME).toBe(1_000)
    await tryRandomDelays()
  },

  async connectionTimeout() {
    const [old, ours] = [there(), here()]
    await pass(1_999)
    expect(ours.story).toEqual([])
    await pass(1)
    expect(ours.story).toEqual(['error', 'connecting 1006', 'close 1006'])

    await pass(1_999)
    expect(old.story).toEqual([])
    await pass(1)
    expect(old.story).toEqual(['close 1000', 'error'])
    expect(old.events[0]).toMatchObject({ wasClean: true, reason: 'timeout' })
  },

  async maxRetries() {
    const [old, ours] = [there({ maxRetries: 2 }), here({ maxReconnectAttempts: 2 })]
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(60_000)
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([3, 3])
    expect(old.story).toEqual(Array(3).fill(['close 1000', 'error']).flat())
    expect(ours.story.slice(-2)).toEqual(['error', 'close 1006'])
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([3, 3])

    old.socket.reconnect()
    ours.socket.open()
    await pass(60_000)
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([3, 6])
  },
})
