import { expect, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { takeErrors } from '../../../test/support/console.ts'
import { options, tryRandomDelays } from '../reconnecting-websocket/shared.ts'
import { ADDRESS, createPeer } from '../support/peer.ts'
import { connect, here, lose, UPTIME } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { Original } from './load.ts'
import { there } from './there.ts'

tryTable('partysocket', 'Option', {
  ...options(there),

  async url() {
    const failing = async (): Promise<string> => {
      throw new Error('no token')
    }
    const asked = [vi.fn(async () => ADDRESS), vi.fn(async () => ADDRESS)] as const
    for (const ask of asked) ask.mockImplementationOnce(failing)
    const [old, ours] = [there({}, asked[0]), here({}, asked[1])]
    await pass(1_000)

    expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 1])
    expect([old.story, ours.story]).toEqual([['error'], ['error', 'connecting 1006', 'close 1006']])
  },

  async protocols() {
    const peers = [createPeer(), createPeer()] as const
    for (const protocols of [['v2', 'v1'], async () => 'v3']) {
      new Original(ADDRESS, protocols as string[], { WebSocket: peers[0].WebSocket })
      new ReconnectingWebSocket(ADDRESS, protocols, { WebSocket: peers[1].WebSocket })
    }
    new Original(ADDRESS, () => null, { WebSocket: peers[0].WebSocket })
    new ReconnectingWebSocket(ADDRESS, () => undefined, { WebSocket: peers[1].WebSocket })
    await settle()

    for (const { connections } of peers) {
      const offered = connections.map(({ protocols }) => protocols.join())
      expect(offered.sort()).toEqual(['', 'v2,v1', 'v3'])
    }
  },

  async WebSocket() {
    const [old, ours] = [there(), here()]
    await settle()
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 1])

    const without = there({ WebSocket: undefined })
    await pass(1_000)
    expect(without.story).toEqual(['error', 'error'])
    expect(takeErrors()).toHaveLength(1)
    expect(() => here({ WebSocket: undefined })).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0003' }),
    )
  },

  async minReconnectionDelay() {
    const [old, ours] = [there({ minReconnectionDelay: undefined as never }), here()]
    const set = [there({ minReconnectionDelay: 700 }), here({ reconnectInterval: 700 })]
    await lose(old, ours, ...set)
    await pass(5_000)

    const waits = [old, ours, ...set].map(({ peer }) => peer.gaps[0]! - UPTIME)
    expect(waits).toEqual([3_000, 1_000, 700, 700])
    await tryRandomDelays()
  },

  async connectionTimeout() {
    const [old, ours] = [there(), here()]
    old.socket.onclose = ({ code, reason }) => old.story.push(`onclose ${code} ${reason}`)
    await pass(2_000)
    expect([old.story, ours.story]).toEqual([[], ['error', 'connecting 1006', 'close 1006']])
    await pass(2_000)
    expect(old.story).toEqual(['onclose 1000 timeout', 'close close', 'error'])
  },

  async maxRetries() {
    const [old, ours] = [there({ maxRetries: 2 }), here({ maxReconnectAttempts: 2 })]
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(60_000)
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([3, 3])
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([3, 3])
    expect(old.story.slice(-2)).toEqual(old.story.slice(0, 2))
    expect(ours.story.slice(-2)).toEqual(['error', 'close 1006'])

    old.socket.reconnect()
    ours.socket.refresh()
    await pass(60_000)
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([6, 6])
  },

  async shouldReconnectOnClose() {
    const old = there({ shouldReconnectOnClose: ({ code }) => code !== 4_000 })
    const linked = connect({
      reconnect: { shouldReconnect: ({ code }, byDefault) => byDefault && code !== 4_000 },
    })
    const ours = here()
    for (const { peer } of [old, linked, ours]) peer.accept()
    await settle()
    for (const { peer } of [old, linked, ours]) peer.close(4_000)
    await pass(60_000)

    expect([old.peer.attempts, linked.peer.attempts, ours.peer.attempts]).toEqual([1, 1, 2])
    expect(linked.connection.status).toBe('failed')
  },

  async debugLogger() {
    const log = vi.fn()
    const debug = vi.spyOn(console, 'debug').mockReturnValue()
    there({ debug: true, debugLogger: log })
    here({ debug: true, automaticOpen: false }).socket.open()

    expect(log).toHaveBeenCalled()
    expect(debug).toHaveBeenCalled()
    expect(() => here({ debugLogger: log } as object)).toThrow(TypeError)
  },
})
