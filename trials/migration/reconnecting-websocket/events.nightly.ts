import { expect } from 'vitest'
import { forget, here, lose, open } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { there } from './there.ts'

tryTable('reconnecting-websocket', 'Event', {
  async open() {
    const [old, ours] = [there(), here()]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    const [theirs, own] = [old.events[0], ours.events[0]]

    expect(theirs.target).toBe(old.peer.link.socket)
    expect(theirs.isReconnect).toBeUndefined()
    expect(own.target).toBe(ours.socket)
    expect(own.isReconnect).toBe(false)
  },

  async message() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    for (const { peer } of [old, ours]) peer.send('hello')

    expect([old.events[0].data, ours.events[0].data]).toEqual(['hello', 'hello'])
    expect(old.events[0].target).toBe(old.peer.link.socket)
    expect(ours.events[0].target).toBe(ours.socket)
  },

  async close() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    expect(old.story).toEqual(['close 1006'])
    expect(ours.story).toEqual(['error', 'connecting 1006', 'close 1006'])

    forget(old, ours)
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(2_000)
    expect(old.story).toEqual(['close 1000', 'error'])
    expect(old.events[0].wasClean).toBe(true)
    expect(ours.story).toEqual(['error', 'connecting 1006'])
  },

  async error() {
    const [old, ours] = [there(), here({}, () => 'nonsense:')]
    await pass(4_000)
    const [theirs, own] = [old, ours].map(({ events }) =>
      events.find(({ type }) => type === 'error'),
    )

    expect(old.story).toEqual(['close 1000', 'error'])
    expect(theirs).not.toBeInstanceOf(Event)
    expect(theirs.message).toBe('TIMEOUT')
    expect(ours.story.slice(0, 2)).toEqual(['error', 'connecting 1006'])
    expect(own).toBeInstanceOf(Event)
    expect(own.error.code).toBe('HEARTBEAT_SOCKET_R0002')
  },
})
