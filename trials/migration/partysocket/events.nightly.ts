import { expect } from 'vitest'
import { forget, here, lose, open } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { there } from './there.ts'

tryTable('partysocket', 'Event', {
  async open() {
    const [old, ours] = [there(), here()]
    let handled: Event | undefined
    old.socket.onopen = (event) => (handled = event)
    for (const { peer } of [old, ours]) peer.accept()
    await settle()

    expect(handled!.target).toBe(old.peer.link.socket)
    expect(old.events[0].target).toBe(old.socket)
    expect(ours.events[0].target).toBe(ours.socket)
    expect([old.events[0].isReconnect, ours.events[0].isReconnect]).toEqual([undefined, false])
  },

  async message() {
    const [old, ours] = [there(), here()]
    const handled: unknown[] = []
    old.socket.onmessage = (event) => handled.push(event.target, event)
    ours.socket.onmessage = (event) => handled.push(event.target, event)
    await open(old, ours)
    for (const { peer } of [old, ours]) peer.send('hello')

    expect([old.events[0].data, ours.events[0].data]).toEqual(['hello', 'hello'])
    expect(handled[0]).toBe(old.peer.link.socket)
    expect(handled[1]).not.toBe(old.events[0])
    expect(handled[2]).toBe(ours.socket)
    expect(handled[3]).toBe(ours.events[0])
  },

  async close() {
    const [old, ours] = [there(), here()]
    const codes: unknown[] = []
    old.socket.onclose = ({ code, wasClean }) => codes.push([code, wasClean])
    await lose(old, ours)
    expect(codes).toEqual([[1006, false]])
    expect(old.story).toEqual(['close 1006'])
    expect(ours.story).toEqual(['error', 'connecting 1006', 'close 1006'])

    forget(old, ours)
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(2_000)
    expect(codes.slice(1)).toEqual([[1000, true]])
    expect(old.story).toEqual(['close close', 'error'])
    expect(ours.story).toEqual(['error', 'connecting 1006'])
  },

  async error() {
    const [old, ours] = [there({}, () => Promise.reject(new Error('no token'))), here()]
    let handled: any
    old.socket.onerror = (event) => (handled = event)
    await pass(2_000)

    expect(handled.error.message).toBe('no token')
    expect(old.events[0].error).toBe('error')
    expect(old.events[0].message).toBeUndefined()
    expect(ours.events[0].type).toBe('error')
    expect(ours.events[0].error).toBeNull()
  },
})
