import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { useServer } from 'graphql-ws/use/ws'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { graphqlTransportWs } from './objects/graphql-transport-ws.ts'
import { connectTo, next } from './support/real.ts'
import { DELAY, readRecording, replay } from './support/recording.ts'
import { setUp, setUpOpen } from './support/set-up.ts'

// Vite would take the other of the package's two copies than graphql-ws, which then refuses it.
const { buildSchema } = createRequire(import.meta.url)('graphql') as typeof import('graphql')

const NAME = 'graphql-transport-ws'

describe('graphql-transport-ws, as recorded', () => {
  it('is spoken as the server expects it, and only what it asked for reaches the app', async () => {
    const kit = setUp(() => graphqlTransportWs())

    await replay(kit, readRecording(NAME))

    expect(kit.messages).toEqual([
      { id: '1', type: 'next', payload: { data: { hello: 'world' } } },
      { id: '1', type: 'complete' },
    ])
    expect(kit.connection.latency).toBe(DELAY)
    expect(kit.link.protocols).toEqual(['graphql-transport-ws'])
  })

  it('is open only when the server has acknowledged', async () => {
    const kit = setUp(() => graphqlTransportWs(() => ({ token: 'abc' })))
    await kit.timers.advance(0)
    expect(kit.link.sent).toEqual(['{"type":"connection_init","payload":{"token":"abc"}}'])
    expect(kit.connection.isOpen).toBe(false)

    await kit.serverSays('{"type":"connection_ack"}')

    expect(kit.connection.isOpen).toBe(true)
  })

  it('answers a ping in the middle of the login', async () => {
    const kit = setUp(() => graphqlTransportWs())

    await kit.serverSays('{"type":"ping"}')
    await kit.serverSays('{"type":"connection_ack"}')

    expect(kit.link.sent).toEqual(['{"type":"connection_init"}', '{"type":"pong"}'])
    expect(kit.connection.isOpen).toBe(true)
  })

  it('takes another answer than the acknowledgement for a failed attempt', async () => {
    const kit = setUp(() => graphqlTransportWs())

    await kit.serverSays('{"type":"error"}')

    expect(kit.connection.lastClose?.cause).toBe('handshake')
    expect(kit.connection.status).toBe('reconnecting')
  })

  it('knows its heartbeats however they are written, and whatever they carry', async () => {
    const kit = await setUpOpen(NAME, () => graphqlTransportWs())

    await kit.serverSays('{ "payload": { "n": 1 }, "type" : "pong" }')
    await kit.serverSays('{ "type": "ping", "payload": null }')

    expect(kit.messages).toEqual([])
    expect(kit.link.sent.at(-1)).toBe('{"type":"pong"}')
  })

  it('passes on what only holds the word, and a type that it does not know', async () => {
    const kit = await setUpOpen(NAME, () => graphqlTransportWs())
    const { length } = kit.link.sent
    const result = { id: '1', type: 'next', payload: { data: { type: 'pong', also: 'ping' } } }

    await kit.serverSays(JSON.stringify(result))
    await kit.serverSays('{"type":"unheard_of"}')

    expect(kit.messages).toEqual([result, { type: 'unheard_of' }])
    expect(kit.link.sent).toHaveLength(length)
  })

  it('calls a server dead that answers no ping', async () => {
    const { connection, server, timers } = await setUpOpen(NAME, () => graphqlTransportWs())
    server.goSilent()

    await timers.advance(13_500 + 9_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })
})

describe('graphql-transport-ws, with the server of graphql-ws', () => {
  const hello = { id: '1', type: 'subscribe', payload: { query: '{ hello }' } }

  async function start() {
    const onPong = vi.fn()
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    useServer(
      {
        schema: buildSchema('type Query { hello: String }'),
        roots: { query: { hello: 'world' } },
        onConnect: ({ connectionParams }) => connectionParams?.['token'] === 'abc',
        onPong,
      },
      server,
    )
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const connection = connectTo(`ws://127.0.0.1:${port}`, () =>
      graphqlTransportWs(() => ({ token: 'abc' })),
    )
    const [client] = (await once(server, 'connection')) as [WebSocket]
    onTestFinished(() => {
      client.terminate()
      server.close()
    })
    await next(connection, 'open')
    return { connection, client, onPong }
  }

  it('logs in and gets data', async () => {
    const { connection } = await start()

    connection.send(hello)

    expect(await next(connection, 'message', ({ type }) => type === 'next')).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { hello: 'world' } },
    })
  })

  it('has its pings answered', async () => {
    const { connection } = await start()

    connection.configure({ heartbeat: { interval: 50 } })
    await next(connection, 'heartbeat')

    expect(connection.latency).toBeGreaterThanOrEqual(0)
    expect(connection.received).toBe(0)
  })

  it('answers the pings of the server', async () => {
    const { client, onPong } = await start()

    client.send('{"type":"ping"}')

    await vi.waitFor(() => expect(onPong).toHaveBeenCalledOnce())
  })

  it('calls a server dead that reads no more', async () => {
    const { connection, client } = await start()

    client.pause()
    connection.configure({ heartbeat: { interval: 50, timeout: 50 } })

    expect(await next(connection, 'close')).toMatchObject({ cause: 'heartbeat' })
  })
})
