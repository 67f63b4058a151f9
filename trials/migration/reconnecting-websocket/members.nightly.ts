import Original from 'reconnecting-websocket'
import { expect } from 'vitest'
import { connect, forget, here, lose, open } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { members, tryStates } from './shared.ts'
import { there } from './there.ts'

tryTable('reconnecting-websocket', 'Member', {
  ...members(there),

  async 'send()'() {
    const [old, ours] = [there(), here()]
    old.socket.send('early')
    expect(() => ours.socket.send('early')).toThrow(
      expect.objectContaining({ name: 'InvalidStateError' }),
    )
    await open(old, ours)
    expect([old.peer.received, ours.peer.received]).toEqual([['early'], []])

    for (const { socket } of [old, ours]) {
      socket.close()
      socket.send('late')
    }
    await settle()
    old.socket.reconnect()
    ours.socket.refresh()
    await settle()
    expect([old.peer.received, ours.peer.received]).toEqual([['early', 'late'], []])

    const { connection, peer } = connect()
    expect(connection.send('early')).toBe('queued')
    peer.accept()
    await settle()
    expect(peer.received).toEqual(['early'])
  },

  async 'close()'() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    for (const { socket } of [old, ours]) socket.close()
    await settle()
    expect([old.story, ours.story]).toEqual([['close 1000'], ['close 1005']])
    expect([old.peer.link.closeCode, ours.peer.link.closeCode]).toEqual([1000, 1005])

    const waiting = [there(), here()] as const
    await lose(...waiting)
    forget(...waiting)
    for (const { socket } of waiting) socket.close()
    await settle()
    expect(waiting.map(({ story }) => story)).toEqual([[], ['close 1006']])

    const silent = [there(), here()] as const
    await open(...silent)
    for (const { socket, peer } of silent) {
      peer.goSilent()
      socket.close()
    }
    await pass(2_000)
    expect(silent.map(({ story }) => story)).toEqual([[], ['error', 'close 1006']])
    await pass(58_000)
    expect(silent[0].story).toEqual(['close 1006'])
  },

  async 'reconnect()'() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    old.socket.reconnect(4_000, 'anew')
    expect(old.story).toEqual(['close 4000'])
    ours.socket.refresh()
    expect(ours.story).toEqual(['connecting 1005', 'close 1005'])
    await settle()
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([2, 2])

    await lose(old, ours)
    old.socket.reconnect()
    ours.socket.refresh()
    await settle()
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([2, 3])
  },

  async 'addEventListener(), removeEventListener()'() {
    const [old, ours] = [there(), here()]
    const heard: string[] = []
    for (const [name, { socket }] of Object.entries({ old, ours })) {
      const target = socket as unknown as EventTarget
      const hear = (): void => void heard.push(name)
      target.addEventListener('message', hear)
      target.addEventListener('message', hear)
      target.addEventListener('message', { handleEvent: () => heard.push(`${name}: object`) })
      target.addEventListener('message', () => heard.push(`${name}: once`), { once: true })
    }
    await open(old, ours)
    for (const { peer } of [old, ours]) {
      peer.send('one')
      peer.send('two')
    }

    const first = ['old', 'old', 'old: object', 'old: once']
    expect(heard.slice(0, 8)).toEqual([...first, ...first])
    expect(heard.slice(8)).toEqual(['ours', 'ours: object', 'ours: once', 'ours', 'ours: object'])
  },

  async readyState() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([3, 0])
    await pass(60_000)
    await open(old, ours)
    expect([old.socket.readyState, ours.socket.readyState]).toEqual([1, 1])
  },

  'CONNECTING, OPEN, CLOSING, CLOSED'() {
    tryStates(Original, there().socket)
  },
})
