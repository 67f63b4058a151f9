// @vitest-environment happy-dom
import Original from 'reconnectingwebsocket'
import { expect, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { ADDRESS, createPeer } from '../support/peer.ts'
import { here, lose, open, UPTIME } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { there } from './there.ts'

tryTable('reconnectingwebsocket', 'Option', {
  async url() {
    const [old, ours] = [there({}, 'wss://fake-server.test'), here()]
    expect([old.socket.url, ours.socket.url]).toEqual(['wss://fake-server.test', ADDRESS])

    Object.assign(old.socket, { url: 'wss://other.test/' })
    expect(() => Object.assign(ours.socket, { url: 'wss://other.test/' })).toThrow(TypeError)
    await lose(old, ours)
    await pass(1_000)
    expect(old.peer.link.url).toBe('wss://other.test/')

    const urls = ['wss://one.test/', 'wss://two.test/']
    const asked = here({}, () => urls.shift())
    await lose(asked)
    await pass(1_000)
    expect(asked.peer.connections.map(({ url }) => url)).toEqual([
      'wss://one.test/',
      'wss://two.test/',
    ])
  },

  async protocols() {
    const peers = [createPeer(), createPeer()] as const
    vi.stubGlobal('WebSocket', peers[0].WebSocket)
    for (const protocols of [null, 'v1', ['v1', 'v2']]) {
      new Original(ADDRESS, protocols)
      new ReconnectingWebSocket(ADDRESS, protocols, { WebSocket: peers[1].WebSocket })
    }

    for (const { connections } of peers) {
      expect(connections.map(({ protocols }) => protocols)).toEqual([[], ['v1'], ['v1', 'v2']])
    }
  },

  async debug() {
    const debug = vi.spyOn(console, 'debug').mockReturnValue()
    const logs: string[] = []
    for (const make of [there, here]) {
      const side = make({ debug: true })
      await open(side)
      side.peer.send('secret')
      expect(debug).toHaveBeenCalled()
      logs.push(JSON.stringify(debug.mock.calls.splice(0)))
    }

    expect(logs[0]).toContain('secret')
    expect(logs[1]).not.toContain('secret')
  },

  async automaticOpen() {
    const [old, ours] = [there({ automaticOpen: false }), here({ automaticOpen: false })]
    await pass(60_000)
    for (const { socket, peer } of [old, ours]) {
      expect([socket.readyState, peer.attempts]).toEqual([0, 0])
      socket.open()
      expect(peer.attempts).toBe(1)
    }
  },

  async reconnectInterval() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    await pass(5_000)
    expect([old, ours].map(({ peer }) => peer.gaps)).toEqual(Array(2).fill([UPTIME + 1_000]))

    const set = [there({ reconnectInterval: 0 }), here({ reconnectInterval: 0 })] as const
    await lose(...set)
    await settle()
    expect(set.map(({ peer }) => peer.gaps)).toEqual([[UPTIME], [UPTIME]])
  },

  async maxReconnectInterval() {
    const options = { reconnectInterval: 20_000 }
    const [old, ours] = [there(options), here(options)]
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(600_000)
    expect([old, ours].map(({ peer }) => Math.max(...peer.gaps))).toEqual([30_000, 30_000])
  },

  async reconnectDecay() {
    const [old, ours] = [there(), here()]
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(10_000)
    for (const { peer } of [old, ours]) {
      expect(peer.gaps.slice(0, 3)).toEqual([1_000, 1_500, 2_250])
    }

    const shrinking = there({ reconnectDecay: 0.5 })
    shrinking.peer.refuse()
    await pass(1_750)
    expect(shrinking.peer.gaps).toEqual([1_000, 500, 250])
    expect(() => here({ reconnectDecay: 0.5 })).toThrow(TypeError)
  },

  async timeoutInterval() {
    const [old, ours] = [there(), here()]
    await pass(1_999)
    expect([old.story, ours.story]).toEqual([[], []])
    await pass(1)
    for (const { story } of [old, ours]) expect(story).toContain('connecting 1006')

    const silent = [there(), here()] as const
    await open(...silent)
    for (const { socket, peer } of silent) {
      peer.goSilent()
      socket.close()
    }
    await pass(2_000)
    expect(silent.map(({ story }) => story)).toEqual([[], ['error', 'close 1006']])
  },

  async maxReconnectAttempts() {
    const [old, ours] = [there({ maxReconnectAttempts: 2 }), here({ maxReconnectAttempts: 2 })]
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(60_000)
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([4, 3])
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([0, 3])
    expect([old.story.at(-1), ours.story.at(-1)]).toEqual(['connecting 1006', 'close 1006'])

    const never = [there({ maxReconnectAttempts: 0 }), here({ maxReconnectAttempts: 0 })] as const
    for (const { peer } of never) peer.refuse()
    await pass(10_000)
    expect(never.map(({ peer }) => peer.attempts)).toEqual([5, 1])
  },

  async 'set later, as properties'() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    for (const { socket, peer } of [old, ours]) {
      Object.assign(socket, { reconnectInterval: 10, reconnectDecay: 2 })
      peer.refuse()
    }
    await pass(2_000)
    for (const { peer } of [old, ours]) expect(peer.gaps.slice(1, 4)).toEqual([20, 40, 80])

    Object.assign(old.socket, { reconnectInterval: 'soon' })
    expect(() => Object.assign(ours.socket, { reconnectInterval: 'soon' })).toThrow(TypeError)
  },

  async 'an unknown option'() {
    const old = there({ reconnectionInterval: 1 })
    await open(old)
    expect(old.socket.readyState).toBe(1)

    expect(() => here({ reconnectionInterval: 1 } as object)).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0002' }),
    )
  },
})
