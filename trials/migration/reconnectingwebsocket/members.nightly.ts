// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import Original from 'reconnectingwebsocket'
import { expect, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { connect, forget, here, lose, open } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { there } from './there.ts'

/** Runs their file as a script, with no more globals than these. */
function runScript(globals: object): Record<string, unknown> {
  const path = 'node_modules/reconnectingwebsocket/reconnecting-websocket.js'
  const context = createContext({ ...globals })
  runInContext(readFileSync(path, 'utf8'), context)
  return context
}

tryTable('reconnectingwebsocket', 'Member', {
  async import() {
    expect(runScript({ window: { WebSocket }, WebSocket })).toHaveProperty('ReconnectingWebSocket')
    expect(() => runScript({})).toThrow('window is not defined')

    vi.stubGlobal('window', undefined)
    vi.resetModules()
    const module = await import('vue-heartbeat-socket/socket')
    expect(module.ReconnectingWebSocket).toBeTypeOf('function')
    expect('ReconnectingWebSocket' in globalThis).toBe(false)
  },

  async 'open()'() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    for (const { socket } of [old, ours]) socket.open()
    await settle()
    for (const { peer } of [old, ours]) peer.send('x')
    expect([old.peer.alive, ours.peer.alive]).toEqual([2, 1])
    expect([old, ours].map(({ story }) => story.filter((type) => type === 'message'))).toEqual([
      ['message', 'message'],
      ['message'],
    ])

    const revived = [there(), here()] as const
    await open(...revived)
    for (const { socket } of revived) socket.close()
    await settle()
    for (const { socket } of revived) socket.open()
    await lose(...revived)
    await pass(60_000)
    expect(revived.map(({ peer }) => peer.attempts)).toEqual([2, 3])
  },

  async 'close()'() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    for (const { socket } of [old, ours]) socket.close()
    await settle()
    expect([old.story, ours.story]).toEqual([['close'], ['close 1005']])
    expect([old.peer.link.closeCode, ours.peer.link.closeCode]).toEqual([1000, 1005])

    const waiting = [there(), here()] as const
    await lose(...waiting)
    forget(...waiting)
    for (const { socket } of waiting) socket.close()
    await pass(1_000)
    expect(waiting.map(({ peer }) => peer.attempts)).toEqual([2, 1])
    expect(waiting.map(({ story }) => story)).toEqual([['open'], ['close 1006']])
  },

  async 'refresh()'() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    for (const { peer, socket } of [old, ours]) {
      peer.goSilent()
      socket.refresh()
    }
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 2])
    await pass(60_999)
    expect(old.peer.attempts).toBe(1)
    await pass(1)
    expect(old.peer.attempts).toBe(2)

    const waiting = [there(), here()] as const
    await lose(...waiting)
    for (const { socket } of waiting) socket.refresh()
    expect(waiting.map(({ peer }) => peer.attempts)).toEqual([1, 2])
  },

  async 'send()'() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    expect(() => old.socket.send('x')).toThrow('INVALID_STATE_ERR')
    expect(() => ours.socket.send('x')).toThrow(
      expect.objectContaining({ name: 'InvalidStateError' }),
    )

    await pass(1_000)
    for (const { socket } of [old, ours]) socket.close()
    await settle()
    expect(() => old.socket.send('x')).toThrow('INVALID_STATE_ERR')
    expect(() => ours.socket.send('x')).not.toThrow()
    expect(ours.socket.bufferedAmount).toBe(1)
    expect(connect().connection.send('x')).toBe('queued')
  },

  async 'addEventListener(), removeEventListener(), dispatchEvent()'() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    for (const { peer } of [old, ours]) peer.send('x')

    expect(old.socket).not.toBeInstanceOf(EventTarget)
    expect(old.events[0].target).not.toBe(old.socket)
    expect(ours.socket).toBeInstanceOf(EventTarget)
    expect(ours.events[0].target).toBe(ours.socket)
  },

  async 'onconnecting, onopen, onmessage, onclose, onerror'() {
    const heard: string[] = []
    const [old, ours] = [there(), here()]
    for (const [name, { socket }] of Object.entries({ old, ours })) {
      expect(socket.onmessage === null).toBe(name === 'ours')
      Object.assign(socket, { onmessage: () => heard.push(name) })
    }
    await open(old, ours)
    for (const { peer } of [old, ours]) peer.send('x')
    expect(heard).toEqual(['old', 'ours'])

    Object.assign(old.socket, { onmessage: null })
    ours.socket.onmessage = null
    expect(() => old.peer.send('x')).toThrow('onmessage is not a function')
    expect(() => ours.peer.send('x')).not.toThrow()
  },

  async readyState() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([0, 0])

    await pass(1_000)
    for (const { socket } of [old, ours]) socket.close()
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([1, 2])
    await settle()
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([3, 3])
  },

  async reconnectAttempts() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    for (const { peer } of [old, ours]) peer.refuse()
    for (const { socket } of [old, ours]) expect(socket.reconnectAttempts).toBe(0)
    await pass(2_500)
    for (const { socket } of [old, ours]) expect(socket.reconnectAttempts).toBe(2)
    await open(old, ours)
    await pass(2_250)
    for (const { socket } of [old, ours]) expect(socket.reconnectAttempts).toBe(0)
  },

  async protocol() {
    const [old, ours] = [there(), here()]
    expect([old.socket.protocol, ours.socket.protocol]).toEqual([null, ''])
    await open(old, ours)
    expect([old.socket.protocol, ours.socket.protocol]).toEqual(['', ''])
  },

  async 'no binaryType, bufferedAmount, extensions'() {
    const [old, ours] = [there(), here({ binaryType: 'arraybuffer' })]
    await lose(old, ours)
    await pass(1_000)
    expect([old, ours].map(({ peer }) => peer.link.socket.binaryType)).toEqual([
      'blob',
      'arraybuffer',
    ])
    for (const name of ['binaryType', 'bufferedAmount', 'extensions']) {
      expect([name in old.socket, name in ours.socket]).toEqual([false, true])
    }
  },

  async 'ReconnectingWebSocket.debugAll'() {
    const debug = vi.spyOn(console, 'debug').mockReturnValue()
    for (const [Class, make] of [
      [Original, there],
      [ReconnectingWebSocket, here],
    ] as const) {
      Object.assign(Class, { debugAll: true })
      await open(make())
      Object.assign(Class, { debugAll: false })
      expect(debug.mock.calls.splice(0).length).toBeGreaterThan(0)
    }
  },

  'CONNECTING, OPEN, CLOSING, CLOSED'() {
    const names = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'] as const
    const [old, ours] = [there(), here()]
    for (const holder of [Original as any, ReconnectingWebSocket, ours.socket]) {
      expect(names.map((name) => holder[name])).toEqual([0, 1, 2, 3])
    }
    expect(old.socket.OPEN).toBeUndefined()
  },
})
