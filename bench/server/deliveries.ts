import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server as SocketIo } from 'socket.io'
import { createHeartbeatServer } from 'vue-heartbeat-socket/server'
import { WebSocketServer } from 'ws'
import { startBalancer, type Balancer } from '../support/balancer.ts'
import type { Client } from '../delivery/clients/client.ts'
import { connectOurs } from '../delivery/clients/ours.ts'
import { connectSocketIo } from '../delivery/clients/socket-io.ts'
import type { Up } from '../delivery/setup.ts'
import { createTally, sum, type Counts, type Tally } from '../delivery/tally.ts'
import { sleep, until } from '../support/until.ts'
import type { Result } from './results.ts'

const CLIENTS = 100
const DOWN = 1_000
const UP = 100
const CUTS = 3
/** Ms from one message to the next, downstream and of each client. */
const DOWN_EVERY = 10
const UP_EVERY = 100
/** Ms until messages that have not come count as lost. */
const SETTLE_WITHIN = 30_000

type Kind = 'ours' | 'socket.io'

interface Served {
  readonly port: number
  publish(n: number): void
  close(): void
}

interface Outcome {
  readonly down: Counts
  readonly up: Counts
  readonly reopenings: number
  readonly recovered: number
}

/** 100 clients whose links are cut three times each, while messages flow both ways. */
export async function deliveries(): Promise<Result[]> {
  const ours = await run('ours')
  const socketIo = await run('socket.io')
  const line = (what: string, show: (outcome: Outcome) => string): Result => ({
    what,
    figures: { ours: show(ours), 'socket.io': show(socketIo) },
  })
  return [
    line(`${CLIENTS} links cut ${CUTS} times each, of ${CLIENTS * DOWN} messages down:`, showDown),
    line(`of ${CLIENTS * UP} messages up (socket.io: with \`retries\`):`, showUp),
    line('of the openings after the first, recovered', ({ recovered, reopenings }) => {
      return `${recovered} of ${reopenings}`
    }),
  ]
}

const showDown = ({ down }: Outcome): string =>
  `${down.lost} lost, ${down.duplicated} twice, ${down.outOfOrder} out of order; told of ${down.missed}`

const showUp = ({ up }: Outcome): string =>
  `${up.lost} lost, ${up.duplicated} twice, ${up.outOfOrder} out of order`

async function run(kind: Kind): Promise<Outcome> {
  const handled = new Map<number, Tally>()
  const handle = ({ client, n }: Up): void => {
    if (!handled.has(client)) handled.set(client, createTally())
    handled.get(client)!.receive(n)
  }
  const served = await (kind === 'ours' ? serveOurs(handle) : serveSocketIo(handle))
  const balancer = await startBalancer(served.port)
  const connect = kind === 'ours' ? connectOurs : connectSocketIo
  const clients: Client[] = Array.from({ length: CLIENTS }, (_, at) =>
    connect({ id: at + 1, port: balancer.port }),
  )
  await until(() => clients.every(({ isOpen }) => isOpen), SETTLE_WITHIN)
  await Promise.all([publishAll(served), sendAll(clients), cutAll(balancer)])
  const haveAll = (): boolean =>
    clients.every((one) => one.inFlight === 0 && one.feed.last === DOWN)
  await until(haveAll, SETTLE_WITHIN)
  for (const { feed } of clients) feed.end(DOWN)
  for (const { id } of clients) {
    if (!handled.has(id)) handled.set(id, createTally())
    handled.get(id)!.end(UP)
  }
  const add = (pick: (client: Client) => number): number =>
    clients.reduce((total, client) => total + pick(client), 0)
  const outcome = {
    down: sum(clients.map(({ feed }) => feed)),
    up: sum([...handled.values()]),
    reopenings: add(({ reopenings }) => reopenings),
    recovered: add(({ recovered }) => recovered),
  }
  for (const client of clients) client.stop()
  balancer.close()
  served.close()
  return outcome
}

async function publishAll({ publish }: Served): Promise<void> {
  for (let n = 1; n <= DOWN; n++) {
    publish(n)
    await sleep(DOWN_EVERY)
  }
}

async function sendAll(clients: readonly Client[]): Promise<void> {
  for (let n = 1; n <= UP; n++) {
    for (const client of clients) client.send({ client: client.id, n })
    await sleep(UP_EVERY)
  }
}

/** The oldest link each time: those that were cut come back at the end. */
async function cutAll(balancer: Balancer): Promise<void> {
  for (let cut = 0; cut < CUTS * CLIENTS; cut++) {
    await sleep((DOWN * DOWN_EVERY) / (CUTS * CLIENTS + 20))
    balancer.cut(0)
  }
}

const listen = (server: ReturnType<typeof createServer>): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

async function serveOurs(handle: (up: Up) => void): Promise<Served> {
  const live = createHeartbeatServer<Up, number>({
    authenticate: (_request, auth) => ({ user: `u${auth}`, channels: ['news'] }),
  })
  live.on('message', handle)
  const server = createServer()
  const wss = new WebSocketServer({ server, ...live.wsOptions })
  wss.on('connection', live.accept)
  return {
    port: await listen(server),
    publish: (n) => void live.publish('news', n),
    close: () => void server.close(),
  }
}

async function serveSocketIo(handle: (up: Up) => void): Promise<Served> {
  const server = createServer()
  const io = new SocketIo(server, { transports: ['websocket'], connectionStateRecovery: {} })
  io.on('connection', (socket) => {
    socket.on('up', (up: Up, acknowledge: () => void) => {
      handle(up)
      acknowledge()
    })
  })
  return {
    port: await listen(server),
    publish: (n) => void io.emit('news', n),
    close: () => void io.close(),
  }
}
