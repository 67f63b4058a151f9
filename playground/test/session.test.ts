import { expect, onTestFinished, test } from 'vitest'
import { Connection, type SocketOptions } from 'vue-heartbeat-socket/socket'
import { createSession } from 'vue-heartbeat-socket/session'
import { WebSocket } from 'ws'
import type { FeedServer } from '../server/feed-server.ts'
import { open, QUIET, serve } from './fixtures.ts'

interface Client {
  readonly connection: Connection
  /** The numbers of the feed's messages. */
  readonly ids: number[]
  readonly confirmed: unknown[]
}

/** A client with a session, which ends with the test. */
async function join(url: string): Promise<Client> {
  const connection = new Connection({
    url,
    session: createSession(),
    WebSocket: WebSocket as unknown as SocketOptions['WebSocket'],
    heartbeat: { interval: 100, timeout: 400 },
    reconnect: { delay: () => 20 },
  })
  const client: Client = { connection, ids: [], confirmed: [] }
  connection.on('message', ({ id, type }: any) => type === 'metrics' && client.ids.push(id))
  connection.on('confirmed', (data) => client.confirmed.push(data))
  onTestFinished(() => connection.dispose())
  connection.connect()
  await isOpen(client)
  return client
}

const isOpen = ({ connection }: Client): Promise<void> =>
  expect.poll(() => connection.status, { timeout: 10_000 }).toBe('open')

/** Waits until it is open again, and has been told that nothing is missing. */
const recovers = ({ connection }: Client): Promise<void> =>
  expect.poll(() => connection.recovered, { timeout: 10_000 }).toBe(true)

/** Waits for so many messages of the feed, more than there are. */
async function hears({ ids }: Client, more: number): Promise<void> {
  const wanted = ids.length + more
  await expect.poll(() => ids.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(wanted)
}

const withoutGap = (ids: readonly number[]): number[] => ids.map((_, at) => ids[0]! + at)

const ways: [name: string, (server: FeedServer) => unknown][] = [
  ['links that are reset', (server) => server.kill()],
  ['links that are half-open', (server) => server.strand()],
]

test.each(ways)('a client with a session misses nothing over %s', async (_name, strike) => {
  const server = await serve(20)
  const client = await join(server.url)
  await hears(client, 3)

  await strike(server)
  await recovers(client)
  await hears(client, 3)

  expect(client.ids).toEqual(withoutGap(client.ids))
})

test('it misses nothing over a restart of the server', async () => {
  const server = await serve(20)
  const client = await join(server.url)

  await server.stop()
  await server.start()

  await recovers(client)
})

test('what it sends into a dead link is counted once', async () => {
  const server = await serve()
  const client = await join(server.url)

  server.strand()
  for (let number = 1; number <= 20; number++) client.connection.send(`count:s:${number}`)
  await expect.poll(() => client.confirmed.length, { timeout: 10_000 }).toBe(20)

  expect(server.inbox.tally.read()).toEqual({ s: { arrived: [[1, 20]], again: 0 } })
})

test('a fault that passes in time holds its messages up, and loses none', async () => {
  const server = await serve(20)
  const client = await join(server.url)
  await hears(client, 3)

  server.set({ silent: true })
  await new Promise((resolve) => setTimeout(resolve, 100))
  server.set({ silent: false })
  await hears(client, 10)

  expect(client.ids).toEqual(withoutGap(client.ids))
  expect(client.connection.recovered).toBeNull()
})

test('it gets an echo, and its heartbeats are counted', async () => {
  const server = await serve()
  const client = await join(server.url)
  const messages: unknown[] = []
  client.connection.on('message', (message) => messages.push(message))

  client.connection.send('hello')
  await expect.poll(() => messages).toContainEqual({ type: 'echo', data: 'hello' })

  await expect.poll(() => server.inbox.pings).toBeGreaterThan(0)
  expect(server.inbox.received).toEqual(['hello'])
})

test('clients without a session are served as before, beside it', async () => {
  const server = await serve(QUIET)
  await join(server.url)
  const plain = await open(server.echoUrl)

  plain.socket.send('hello')

  expect(await plain.next()).toBe('hello')
  expect(server.connections).toBe(2)
})
