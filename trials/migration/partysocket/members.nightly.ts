import { expect } from 'vitest'
import { takeWarnings } from '../../../test/support/console.ts'
import { members, tryStates } from '../reconnecting-websocket/shared.ts'
import { connect, forget, here, lose, open } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { Original } from './load.ts'
import { there } from './there.ts'

tryTable('partysocket', 'Member', {
  ...members(there),

  async 'send()'() {
    const [old, ours] = [there(), here()]
    expect(old.socket.send('early')).toBe(false)
    expect(() => ours.socket.send('early')).toThrow(
      expect.objectContaining({ name: 'InvalidStateError' }),
    )
    await open(old, ours)
    expect([old.peer.received, ours.peer.received]).toEqual([['early'], []])
    expect([old.socket.send('x'), ours.socket.send('x')]).toEqual([true, undefined])

    for (const { socket } of [old, ours]) {
      socket.close()
      socket.send('late')
    }
    expect(takeWarnings()).toHaveLength(1)
    await settle()
    old.socket.reconnect()
    ours.socket.refresh()
    await settle()
    expect([old.peer.received.at(-1), ours.peer.received.at(-1)]).toEqual(['late', 'x'])

    const { connection, peer } = connect()
    const results = [connection.send('early')]
    peer.accept()
    await settle()
    results.push(connection.send('x'))
    connection.close()
    results.push(connection.send('late'))
    expect(results).toEqual(['queued', 'sent', 'dropped'])
    expect(peer.received).toEqual(['early', 'x'])
  },

  async 'close()'() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    for (const { socket } of [old, ours]) socket.close()
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([3, 2])
    expect([old.story.length, ours.story.length]).toEqual([1, 0])
    await settle()
    expect([old.story.length, ours.story]).toEqual([1, ['close 1005']])
    expect([old.peer.link.closeCode, ours.peer.link.closeCode]).toEqual([1000, 1005])

    const waiting = [there(), here()] as const
    await lose(...waiting)
    forget(...waiting)
    for (const { socket } of waiting) socket.close()
    await pass(60_000)
    expect(waiting.map(({ story }) => story)).toEqual([[], ['close 1006']])

    const silent = [there(), here()] as const
    await open(...silent)
    const codes: number[] = []
    silent[0].socket.onclose = ({ code }) => codes.push(code)
    for (const { socket, peer } of silent) {
      peer.goSilent()
      socket.close()
    }
    expect(codes).toEqual([1000])
    await pass(2_000)
    expect(silent[1].story).toEqual(['error', 'close 1006'])
  },

  async 'reconnect()'() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    const codes: number[] = []
    old.socket.onclose = ({ code }) => codes.push(code)
    old.socket.reconnect(4_000, 'anew')
    ours.socket.refresh()
    expect([codes, ours.story]).toEqual([[4_000], ['connecting 1005', 'close 1005']])
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 2])
    await settle()
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([2, 2])

    await lose(old, ours)
    old.socket.reconnect()
    ours.socket.refresh()
    await settle()
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([2, 3])
  },

  async 'drainQueuedMessages()'() {
    const old = there()
    old.socket.send('early')
    expect(old.socket.drainQueuedMessages()).toEqual(['early'])

    const { connection } = connect()
    const dropped: unknown[] = []
    connection.on('drop', ({ data, reason }) => dropped.push([data, reason]))
    connection.send('early')
    connection.close()
    expect(dropped).toEqual([['early', 'closed']])
  },

  'addEventListener(), removeEventListener()'() {
    for (const { socket } of [there(), here()]) {
      const target: EventTarget = socket
      const heard: string[] = []
      const hear = (): void => void heard.push('hear')
      target.addEventListener('message', hear)
      target.addEventListener('message', hear)
      target.addEventListener('message', () => heard.push('once'), { once: true })
      for (const _ of [1, 2]) target.dispatchEvent(new Event('message'))
      expect(heard).toEqual(['hear', 'once', 'hear'])

      target.removeEventListener('message', hear)
      target.dispatchEvent(new Event('message'))
      expect(heard).toHaveLength(3)
    }
  },

  async readyState() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([3, 0])
    await open(old, ours)
    await pass(1_000)
    for (const { socket } of [old, ours]) socket.close()
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([3, 2])
  },

  async shouldReconnect() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    expect(old.socket.shouldReconnect).toBe(true)
    for (const { socket } of [old, ours]) socket.close()
    await settle()
    expect(old.socket.shouldReconnect).toBe(false)
    expect('shouldReconnect' in ours.socket).toBe(false)
    expect(ours.socket.readyState).toBe(ours.socket.CLOSED)
  },

  'CONNECTING, OPEN, CLOSING, CLOSED'() {
    tryStates(Original, there().socket)
  },
})
