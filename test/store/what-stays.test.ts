import { describe, expect, it } from 'vitest'
import { onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { takeErrors, takeWarnings } from '../support/console.ts'
import { setUp } from './support/set-up.ts'

// What docs/store.md says under "What stays as it is", and docs/sockets.md of options.

it('a greeting that does not decode leaves its error until the next opening', async () => {
  const { store, server, timers, open } = setUp()
  await open()
  server.send('Welcome!')
  await timers.advance(60_000)
  server.send({ n: 1 })
  expect([store.status, store.attempts]).toEqual(['open', 0])
  expect(store.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0004' })

  server.drop()
  await timers.advance(5_000)
  server.accept()

  expect([store.status, store.error]).toEqual(['open', null])
  takeErrors()
})

it('a handler misses what came before it listened, and the log has it', async () => {
  const heard: unknown[] = []
  const { store, server, app, open } = setUp()
  await open()
  server.send({ n: 1 })

  app.runWithContext(() => onSocketMessage((message) => heard.push(message)))
  const logged = store.log.map(({ data }) => data)
  server.send({ n: 2 })

  expect(logged).toEqual([{ n: 1 }])
  expect(heard).toEqual([{ n: 2 }])
})

describe('a binary pong', () => {
  const pong = new Uint8Array([0xd0, 0])

  it('is known with binaryType arraybuffer', async () => {
    const { store, server, open } = setUp({
      socket: { binaryType: 'arraybuffer', heartbeat: { pong } },
    })
    await open()

    server.send(new Uint8Array([0xd0, 0]).buffer)

    expect(store.received).toBe(0)
  })

  it('is refused with Blobs, which a function or a text does without', async () => {
    const { store, server, open } = setUp({ socket: { heartbeat: { pong } } })
    expect(store.status).toBe('failed')
    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_C0006' }])

    store.configure({ heartbeat: { pong: (data) => data === 'pong' || data instanceof Blob } })
    await open()
    server.send('pong')

    expect([store.status, store.received]).toEqual(['open', 0])
  })
})

it('while a socket has users, the options of the first hold', () => {
  const { pinia, server } = setUp()
  const first = useHeartbeatSocket('room', { ...server.options, pinia, url: 'wss://one.test/' })
  const second = useHeartbeatSocket('room', { ...server.options, pinia, url: 'wss://two.test/' })

  expect(second).toBe(first)
  expect(server.connections.map(({ url }) => url)).toContain('wss://one.test/')
  expect(server.connections.map(({ url }) => url)).not.toContain('wss://two.test/')
  expect(takeWarnings()).toEqual([expect.stringContaining('C0009')])
  first.$dispose()
})
