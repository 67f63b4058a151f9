import { expect, onTestFinished, test } from 'vitest'
import { Connection, type SocketOptions } from 'vue-heartbeat-socket/socket'
import { createSession } from 'vue-heartbeat-socket/session'
import { WebSocket } from 'ws'
import type { NodesState } from '../../server/nodes/api.ts'
import { Nodes } from '../../server/nodes/nodes.ts'
import { Sequence } from '../../src/nodes/sequence.ts'

/** A busy machine is no failure. */
const SLOW = { timeout: 60_000, interval: 100 }

type Running = Extract<NodesState, { phase: 'running' }>

/** Two nodes that run, which end with the test. */
async function start(): Promise<Nodes> {
  const nodes = new Nodes()
  onTestFinished(() => nodes.close())
  await expect.poll(() => nodes.state, SLOW).toMatchObject({ phase: 'running' })
  return nodes
}

const running = (nodes: Nodes): Running => nodes.state as Running

interface Client {
  readonly connection: Connection
  readonly published: Sequence
  readonly handled: Sequence
  readonly recovered: (boolean | null)[]
}

function join(url: string): Client {
  const connection = new Connection({
    url,
    session: createSession(),
    WebSocket: WebSocket as unknown as SocketOptions['WebSocket'],
    reconnect: { delay: () => 50 },
  })
  const client: Client = {
    connection,
    published: new Sequence(),
    handled: new Sequence(0),
    recovered: [],
  }
  connection.on('message', (message: any) => {
    if ('n' in message) client.published.take(message.n)
    else client.handled.take(message.done)
  })
  connection.on('open', () => client.recovered.push(connection.recovered))
  onTestFinished(() => connection.dispose())
  connection.connect()
  return client
}

test('a node that is killed starts again, and its clients lose nothing', async () => {
  const nodes = await start()
  const clients = [join(running(nodes).url), join(running(nodes).url)]
  for (const { connection } of clients) {
    await expect.poll(() => connection.status, SLOW).toBe('open')
  }
  const [before] = running(nodes).nodes

  for (let n = 1; n <= 200; n++) {
    for (const { connection } of clients) connection.send({ n })
    if (n === 100) nodes.kill(0)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  for (const { handled } of clients) await expect.poll(() => handled.received, SLOW).toBe(200)
  await expect.poll(() => running(nodes).nodes[0]!.pid, SLOW).not.toBeOneOf([null, before!.pid])
  const published = clients[0]!.published.received
  await expect.poll(() => clients[0]!.published.received, SLOW).toBeGreaterThan(published + 5)

  const counts = clients.flatMap((client) => [client.published, client.handled])
  expect(counts.map(({ lost, again }) => [lost, again])).toEqual([0, 0, 0, 0].map(() => [0, 0]))
  expect(clients.map(({ recovered }) => recovered.slice(1)).flat()).toEqual([true])
  expect(running(nodes).nodes.map(({ kills }) => kills)).toEqual([1, 0])
})
