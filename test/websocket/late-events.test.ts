import { describe, expect, it } from 'vitest'
import type { FakeConnection } from 'vue-heartbeat-socket/testing'
import { EVER, setUp, setUpOpen, TIMEOUT, type Kit } from './support/set-up.ts'

/** All that a native socket can still say. */
function babble(link: FakeConnection): void {
  link.emit('open')
  link.emit('message', { data: 'late' })
  link.emit('error')
  link.emit('close', { code: 4_000 })
}

const ends: Record<string, [Kit: () => Kit, end: (kit: Kit) => unknown]> = {
  'a loss': [
    setUpOpen,
    ({ server, timers }) => {
      server.drop()
      return timers.advance(1_000)
    },
  ],
  'a loss, while it waits': [setUpOpen, ({ server }) => server.drop()],
  'an opening that took too long': [setUp, ({ timers }) => timers.advance(TIMEOUT)],
  'refresh()': [setUpOpen, ({ socket }) => socket.refresh()],
  'a close() that was answered': [setUpOpen, ({ socket }) => socket.close()],
  'a close() that was given up': [
    setUpOpen,
    ({ server, socket, timers }) => {
      server.goSilent()
      socket.close()
      return timers.advance(TIMEOUT)
    },
  ],
  'close() while connecting': [setUp, ({ socket }) => socket.close()],
  'close() and open()': [
    setUpOpen,
    ({ server, socket, timers }) => {
      server.goSilent()
      socket.close()
      socket.open()
      server.accept()
      return timers.advance(EVER)
    },
  ],
  'it has given up': [() => setUpOpen({ maxReconnectAttempts: 0 }), ({ server }) => server.drop()],
}

describe('late events of an old native socket reach no listener', () => {
  it.each(Object.keys(ends))('after %s', async (name) => {
    const [make, end] = ends[name]!
    const kit = make()
    const { link, socket, recorder, timers } = kit
    await end(kit)
    await timers.advance(0)
    recorder.clear()
    const { linkCount } = kit
    const { readyState } = socket

    babble(link)
    await timers.advance(0)

    expect(recorder.types).toEqual([])
    expect(kit.linkCount).toBe(linkCount)
    expect(socket.readyState).toBe(readyState)
  })
})
