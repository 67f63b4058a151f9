// @vitest-environment happy-dom
import { expect } from 'vitest'
import { forget, here, lose, open } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { there } from './there.ts'

tryTable('reconnectingwebsocket', 'Event', {
  async connecting() {
    const [old, ours] = [there({ automaticOpen: false }), here({ automaticOpen: false })]
    for (const { socket } of [old, ours]) socket.open()
    expect([old.story, ours.story]).toEqual([['connecting'], ['connecting']])

    await lose(old, ours)
    for (const { events } of [old, ours]) {
      const [told] = events.filter(({ type }) => type === 'connecting')
      expect(told).toMatchObject({ code: 1006, reason: '', wasClean: false })
    }
  },

  async open() {
    const [old, ours] = [there({ automaticOpen: false }), here({ automaticOpen: false })]
    for (const { socket, peer } of [old, ours]) {
      socket.open()
      peer.accept()
    }
    await settle()
    for (const { peer } of [old, ours]) peer.drop()
    await pass(1_000)

    const told = [old, ours].map(({ events }) =>
      events.filter(({ type }) => type === 'open').map(({ isReconnect }) => isReconnect),
    )
    expect(told).toEqual([
      [undefined, true],
      [false, true],
    ])
  },

  async message() {
    const [old, ours] = [there(), here()]
    await open(old, ours)
    for (const { peer } of [old, ours]) peer.send('hello')

    expect([old.events[0].data, ours.events[0].data]).toEqual(['hello', 'hello'])
    expect(old.events[0]).toBeInstanceOf(CustomEvent)
    expect(old.events[0].origin).toBeUndefined()
    expect(ours.events[0]).toBeInstanceOf(MessageEvent)
    // happy-dom gives each event an empty one of its own; test/conformance looks at the true one.
    expect(ours.events[0].origin).toBeTypeOf('string')
  },

  async close() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    expect(old.story).toEqual(['connecting 1006', 'close'])
    expect(ours.story).toEqual(['error', 'connecting 1006', 'close 1006'])

    forget(old, ours)
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(2_000)
    expect([old.story, ours.story]).toEqual(Array(2).fill(['error', 'connecting 1006']))
  },

  async error() {
    const [old, ours] = [there(), here()]
    await lose(old, ours)
    expect(old.story).not.toContain('error')
    expect(ours.story[0]).toBe('error')
  },
})
