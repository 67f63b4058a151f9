import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createHeartbeatServer, memoryStore } from 'vue-heartbeat-socket/server'
import { conditions } from '../support/conditions.ts'
import { spreadOf } from '../support/statistics.ts'
import type { Order } from './clients.ts'
import { KINDS, MESSAGE, start, TEXT, type Kind, type Subject } from './kinds.ts'

/** Clients of the fan-out, and the messages of a round. */
const FAN_OUT = 1_000
const MESSAGES = 20
const ROUNDS = 9
/** Messages that a client has missed, and how often it is tried. */
const MISSED = 1_000
const REPLAYS = 31

const { values, positionals } = parseArgs({
  options: { idle: { type: 'string', default: '10000' } },
  allowPositionals: true,
})

const PARTS = ['bytes', 'entry', 'idle', 'replay', 'fan-out']

const [part, kind] = positionals
if (kind !== undefined) await heap(kind as Kind, Number(values.idle))
else {
  console.log(`${conditions()}.\n`)
  for (const one of part === undefined ? PARTS : [part]) await run(one)
}
process.exit()

async function run(name: string): Promise<void> {
  if (name === 'bytes') return bytes()
  if (name === 'entry') return keptEntry()
  if (name === 'replay') return replays()
  if (name === 'fan-out') return fanOut()
  for (const one of KINDS) await heapIn(one)
}

/** What the frames of a live server hold besides the message. */
function bytes(): void {
  console.log(`message: ${TEXT.length} bytes; number 1 043 before it: ${'1043 '.length} more`)
  console.log(`acknowledgement of up to 32 messages: ${JSON.stringify({ ack: 1043 }).length} bytes`)
}

/** Heap that an entry of the log takes, its payload and the node's index included. */
async function keptEntry(): Promise<void> {
  const store = memoryStore({ maxMessages: 30_000 })
  const live = createHeartbeatServer({ authenticate: () => null, store })
  const publish = async (): Promise<void> => {
    for (let volume = 0; volume < 10_000; volume++) {
      await live.publish('news', { ...MESSAGE, volume: 100_000 + volume })
    }
  }
  await publish()
  const before = await heapUsed()
  await publish()
  const each = ((await heapUsed()) - before) / 10_000
  console.log(`kept entry, its ${TEXT.length} bytes included: ${each.toFixed(0)} bytes of heap`)
}

async function heapUsed(): Promise<number> {
  for (let times = 0; times < 4; times++) {
    globalThis.gc!()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return process.memoryUsage().heapUsed
}

/** In a process of its own: what others have left would be measured as well. */
async function heapIn(kind: Kind): Promise<void> {
  const args = ['idle', kind, '--idle', values.idle]
  const child = fork(fileURLToPath(import.meta.url), args, { execArgv: ['--expose-gc'] })
  await once(child, 'close')
}

async function heap(kind: Kind, count: number): Promise<void> {
  const { port } = await start(kind)
  const clients = startClients()
  // What the first connections load is not theirs.
  await ask(clients, { do: 'open', kind, port, count: 100 })
  const before = await heapUsed()
  await ask(clients, { do: 'open', kind, port, count })
  const each = ((await heapUsed()) - before) / count
  console.log(`idle client, ${kind}, ${count} of them: ${(each / 1_000).toFixed(2)} kB of heap`)
  clients.kill()
}

async function replays(): Promise<void> {
  const [ours, ws] = [await start('ours'), await start('ws')]
  const clients = startClients()
  await ask(clients, { do: 'open', kind: 'ours', port: ours.port, count: 1 })
  for (let at = 0; at < MISSED; at++) await ours.publish()
  ws.onConnection = (send) => {
    for (let at = 1; at <= MISSED; at++) send(`${at} ${TEXT}`)
  }
  const times: Record<'ours' | 'ws', number[]> = { ours: [], ws: [] }
  for (let at = 0; at < REPLAYS; at++) {
    for (const [kind, { port }] of [
      ['ours', ours],
      ['ws', ws],
    ] as const) {
      times[kind].push(await ask(clients, { do: 'replay', kind, port, messages: MISSED }))
    }
  }
  // The first ones are compiled on the way.
  const [a, b] = [spreadOf(times.ours.slice(5)), spreadOf(times.ws.slice(5))]
  console.log(
    `${MISSED} missed, from the native open to the last: ours ${a.median.toFixed(1)} ms, ` +
      `ws alone ${b.median.toFixed(1)} ms, ratio ${(a.median / b.median).toFixed(2)}`,
  )
  clients.kill()
}

async function fanOut(): Promise<void> {
  const clients = startClients()
  const subjects = new Map<Kind, Subject>()
  for (const kind of KINDS) {
    const subject = await start(kind)
    subjects.set(kind, subject)
    await ask(clients, { do: 'open', kind, port: subject.port, count: FAN_OUT })
  }
  const times: Record<Kind, number[]> = { ours: [], ws: [], 'socket.io': [] }
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [kind, { publish }] of subjects) {
      const before = process.cpuUsage()
      for (let at = 0; at < MESSAGES; at++) {
        await publish()
        await new Promise((resolve) => setImmediate(resolve))
      }
      await ask(clients, { do: 'await', kind, messages: round * MESSAGES })
      const { user, system } = process.cpuUsage(before)
      if (round > 2) times[kind].push((user + system) / MESSAGES / 1_000)
    }
  }
  const bare = spreadOf(times.ws).median
  for (const kind of KINDS) {
    const { least, median, most } = spreadOf(times[kind])
    console.log(
      `one message to ${FAN_OUT} clients, ${kind}: ${median.toFixed(2)} ms of CPU ` +
        `(${least.toFixed(2)} to ${most.toFixed(2)}), ratio to ws ${(median / bare).toFixed(2)}`,
    )
  }
  clients.kill()
}

function startClients(): ChildProcess {
  return fork(fileURLToPath(new URL('clients.js', import.meta.url)), { execArgv: [] })
}

async function ask(child: ChildProcess, order: Order): Promise<number> {
  child.send(order)
  const [{ answer }] = (await once(child, 'message')) as [{ answer: number }]
  return answer
}
