import { expect, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { ADDRESS } from '../support/peer.ts'
import { connect, here, lose, open, type Side } from '../support/sockets.ts'
import { pass, settle, type Trial } from '../support/try-table.ts'

/** What reconnecting-websocket and its fork, partysocket, have in common. */
export interface Original {
  binaryType: BinaryType
  onopen: unknown
  onmessage: unknown
  readonly bufferedAmount: number
  readonly extensions: string
  readonly protocol: string
  readonly readyState: number
  readonly retryCount: number
  readonly url: string
  addEventListener(type: string, listener: any): void
  dispatchEvent(event: any): boolean
  send(data: string): void
  close(code?: number, reason?: string): void
  reconnect(code?: number, reason?: string): void
}

/** Makes their socket, connecting; the first retry waits a second. */
export type There = (options?: object) => Side<Original>

export const options = (there: There) =>
  ({
    async maxReconnectionDelay() {
      const [old, ours] = [there(), here()]
      const set = [there({ maxReconnectionDelay: 1_500 }), here({ maxReconnectInterval: 1_500 })]
      for (const { peer } of [old, ours, ...set]) peer.refuse()
      await pass(300_000)

      const longest = [old, ours, ...set].map(({ peer }) => Math.max(...peer.gaps))
      expect(longest).toEqual([10_000, 30_000, 1_500, 1_500])
    },

    async reconnectionDelayGrowFactor() {
      const [old, ours] = [there(), here()]
      const set = [there({ reconnectionDelayGrowFactor: 2 }), here({ reconnectDecay: 2 })]
      for (const { peer } of [old, ours, ...set]) peer.refuse()
      await pass(20_000)

      expect(old.peer.gaps.slice(0, 3)).toEqual([1_000, 1_300, 1_690])
      expect(ours.peer.gaps.slice(0, 3)).toEqual([1_000, 1_500, 2_250])
      for (const { peer } of set) expect(peer.gaps.slice(0, 3)).toEqual([1_000, 2_000, 4_000])
      expect(() => here({ reconnectDecay: 0.5 })).toThrow(TypeError)
    },

    async minUptime() {
      const [old, ours] = [there(), here()]
      const linked = connect({ reconnect: { spread: 1_000, minDelay: 2_000 } })
      for (const { peer } of [old, ours, linked]) peer.accept()
      for (let time = 0; time < 4_000; time += 10) {
        for (const { peer } of [old, ours, linked]) peer.drop()
        await pass(10)
      }

      expect(old.peer.gaps[1]).toBeGreaterThan(old.peer.gaps[0]! + 250)
      expect(ours.peer.gaps[1]).toBe(ours.peer.gaps[0])
      expect(linked.peer.gaps[1]).toBeGreaterThan(linked.peer.gaps[0]! + 900)
    },

    async maxEnqueuedMessages() {
      const old = there({ maxEnqueuedMessages: 2 })
      const linked = connect({ outbox: { maxMessages: 2 } })
      const dropped: unknown[] = []
      linked.connection.on('drop', ({ data }) => dropped.push(data))
      for (const text of ['a', 'b', 'c']) {
        old.socket.send(text)
        linked.connection.send(text)
      }
      for (const { peer } of [old, linked]) peer.accept()
      await settle()

      expect(old.peer.received).toEqual(['a', 'b'])
      expect(linked.peer.received).toEqual(['b', 'c'])
      expect(dropped).toEqual(['a'])
      expect(() => here().socket.send('a')).toThrow(DOMException)

      const [endless, usual] = [there(), connect()]
      for (let count = 0; count < 2_000; count++) {
        endless.socket.send('x')
        usual.connection.send('x')
      }
      for (const { peer } of [endless, usual]) peer.accept()
      await settle()
      expect([endless, usual].map(({ peer }) => peer.received.length)).toEqual([2_000, 1_000])
    },

    async startClosed() {
      const [old, ours] = [there({ startClosed: true }), here({ automaticOpen: false })]
      await pass(60_000)
      expect([old.socket.readyState, ours.socket.readyState]).toEqual([3, 0])
      expect([old.peer.attempts, ours.peer.attempts]).toEqual([0, 0])

      old.socket.reconnect()
      ours.socket.open()
      await settle()
      expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 1])
    },

    async debug() {
      const log = vi.spyOn(console, 'log').mockReturnValue()
      const debug = vi.spyOn(console, 'debug').mockReturnValue()
      for (const side of [there({ debug: true }), here({ debug: true })]) {
        await open(side)
        side.socket.send('secret')
      }

      expect(JSON.stringify(log.mock.calls)).toContain('secret')
      expect(debug).toHaveBeenCalled()
      expect(JSON.stringify(debug.mock.calls)).not.toContain('secret')
    },

    async 'an unknown option'() {
      const old = there({ retries: 3 })
      await open(old)
      expect(old.socket.readyState).toBe(1)

      expect(() => here({ retries: 3 } as object)).toThrow(
        expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0002' }),
      )
    },
  }) satisfies Record<string, Trial>

export const members = (there: There) =>
  ({
    'dispatchEvent()'() {
      const [old, ours] = [there(), here()]
      const heard: string[] = []
      old.socket.onmessage = () => heard.push('old')
      ours.socket.onmessage = () => heard.push('ours')
      for (const { socket } of [old, ours]) socket.dispatchEvent(new Event('message'))

      expect([old.story, ours.story]).toEqual([['message'], ['message']])
      expect(heard).toEqual(['ours'])
    },

    async 'onopen, onmessage, onclose, onerror'() {
      const [old, ours] = [there(), here()]
      const heard: string[] = []
      for (const [name, { socket }] of Object.entries({ old, ours })) {
        socket.addEventListener('message', () => heard.push(`${name} listener`))
        socket.onmessage = () => heard.push(`${name} handler`)
        socket.onopen = null
      }
      await open(old, ours)
      for (const { peer } of [old, ours]) peer.send('x')

      expect(heard).toEqual(['old handler', 'old listener', 'ours listener', 'ours handler'])
    },

    async retryCount() {
      const [old, ours] = [there(), here()]
      await lose(old, ours)
      expect([old.socket.retryCount, ours.socket.reconnectAttempts]).toEqual([1, 0])
      await pass(1_000)
      expect([old.socket.retryCount, ours.socket.reconnectAttempts]).toEqual([1, 0])
      for (const { peer } of [old, ours]) expect(peer.link.readyState).toBe(1)
      await pass(5_000)
      expect([old.socket.retryCount, ours.socket.reconnectAttempts]).toEqual([0, 0])
    },

    async url() {
      const [old, ours] = [there(), here()]
      expect([old.socket.url, ours.socket.url]).toEqual(['', ADDRESS])
      await settle()
      expect(old.socket.url).toBe(ADDRESS)
    },

    async 'protocol, extensions'() {
      const [old, ours] = [there(), here()]
      for (const { socket } of [old, ours]) {
        expect([socket.protocol, socket.extensions]).toEqual(['', ''])
      }
      await lose(old, ours)
      for (const { socket, peer } of [old, ours]) {
        Object.assign(peer.link, { protocol: 'v1' })
        Object.assign(peer.link.socket, { extensions: 'x' })
        expect([socket.protocol, socket.extensions]).toEqual(['v1', 'x'])
      }
    },

    async binaryType() {
      const [old, ours] = [there(), here()]
      for (const { socket } of [old, ours]) socket.binaryType = 'arraybuffer'
      await lose(old, ours)
      await pass(1_000)
      for (const { socket, peer } of [old, ours]) {
        expect(peer.attempts).toBe(2)
        expect(socket.binaryType).toBe('arraybuffer')
        expect(peer.link.socket.binaryType).toBe('arraybuffer')
      }
    },

    async bufferedAmount() {
      const [old, ours] = [there(), here()]
      old.socket.send('äö')
      expect(old.socket.bufferedAmount).toBe(2)
      await open(old, ours)
      for (const { socket, peer } of [old, ours]) {
        peer.link.bufferedAmount = 5
        expect(socket.bufferedAmount).toBe(5)
      }
      ours.socket.close()
      ours.socket.send('äö')
      expect(ours.socket.bufferedAmount).toBe(9)
    },
  }) satisfies Record<string, Trial>

/** That a connection draws its delays at random. */
export async function tryRandomDelays(): Promise<void> {
  const linked = [0.2, 0.6].map((dice) => connect({ random: () => dice }))
  for (const { peer } of linked) peer.refuse()
  await pass(4_000)

  expect(linked.map(({ peer }) => peer.gaps[0])).toEqual([1_000, 3_000])
}

const STATES = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'] as const

/** That classes and sockets have the constants. */
export function tryStates(...theirs: object[]): void {
  for (const holder of [...theirs, ReconnectingWebSocket, here().socket]) {
    expect(STATES.map((name) => (holder as ReconnectingWebSocket)[name])).toEqual([0, 1, 2, 3])
  }
}
