import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createHeartbeatServer, memoryStore } from 'vue-heartbeat-socket/server'
import { conditions } from '../support/conditions.ts'
import { spreadOf } from '../support/statistics.ts'
import { bytes } from './bytes.ts'
import type { Order } from './clients.ts'
import { deliveries } from './deliveries.ts'
import { KINDS, MESSAGE, start, TEXT, type Kind, type Subject } from './kinds.ts'
import { reading } from './reading.ts'
import { tableOf, write, type Result } from './results.ts'

/** Clients of the fan-out, and the messages of a round. */
const FAN_OUT = 1_000
const MESSAGES = 20
const ROUNDS = 9
/** Messages that a client has missed, and how often it is tried. */
const MISSED = 1_000
const REPLAYS = 31

const { values, positionals } = parseArgs({
  options: {
    idle: { type: 'string', default: '10000' },
    write: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

const PARTS: Readonly<Record<string, () => Promise<Result[]>>> = {
  bytes,
  reading,
  idle: idleClients,
  entry: keptEntry,
  'fan-out': fanOut,
  replay: replays,
  deliveries,
}

const [part, kind] = positionals
if (kind !== undefined) process.send!(await heap(kind as Kind, Number(values.idle)))
else await measure(part === undefined ? Object.keys(PARTS) : [part])
process.exit()

/** `-- replay`; `-- --write` puts all of it into the documentation. */
async function measure(parts: readonly string[]): Promise<void> {
  const results: Result[] = []
  for (const name of parts) results.push(...(await PARTS[name]!()))
  const text = `${conditions()}.\n\n${tableOf(results)}`
  console.log(text)
  if (values.write) write(text)
}

/** Heap that an entry of the log takes, its payload and the node's index included. */
async function keptEntry(): Promise<Result[]> {
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
  const what = `heap for a kept message, its ${TEXT.length} bytes included`
  return [{ what, figures: { ours: `${each.toFixed(0)} B` } }]
}

async function heapUsed(): Promise<number> {
  for (let times = 0; times < 4; times++) {
    globalThis.gc!()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return process.memoryUsage().heapUsed
}

/** Each in a process of its own: what others have left would be measured as well. */
async function idleClients(): Promise<Result[]> {
  const figures: Partial<Record<Kind, string>> = {}
  for (const one of KINDS) {
    const args = ['idle', one, '--idle', values.idle]
    const child = fork(fileURLToPath(import.meta.url), args, { execArgv: ['--expose-gc'] })
    const [each] = (await once(child, 'message')) as [number]
    figures[one] = `${(each / 1_000).toFixed(2)} kB`
  }
  return [{ what: `heap for an idle client (${values.idle} of them)`, figures }]
}

async function heap(kind: Kind, count: number): Promise<number> {
  const { port } = await start(kind)
  const clients = startClients()
  // What the first connections load is not theirs.
  await ask(clients, { do: 'open', kind, port, count: 100 })
  const before = await heapUsed()
  await ask(clients, { do: 'open', kind, port, count })
  const each = ((await heapUsed()) - before) / count
  clients.kill()
  return each
}

async function replays(): Promise<Result[]> {
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
  clients.kill()
  // The first ones are compiled on the way.
  const show = (kind: 'ours' | 'ws'): string => ms(times[kind].slice(5))
  const what = `from the native open to the last of ${MISSED} missed messages`
  return [{ what, figures: { ours: show('ours'), ws: show('ws') } }]
}

function ms(all: readonly number[]): string {
  const { least, median, most } = spreadOf(all)
  return `${median.toFixed(1)} ms (${least.toFixed(1)} to ${most.toFixed(1)})`
}

async function fanOut(): Promise<Result[]> {
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
  clients.kill()
  const what = `CPU of the server for one message to ${FAN_OUT} clients`
  const figures = Object.fromEntries(KINDS.map((kind) => [kind, ms(times[kind])]))
  return [{ what, figures }]
}

function startClients(): ChildProcess {
  return fork(fileURLToPath(new URL('clients.js', import.meta.url)), { execArgv: [] })
}

async function ask(child: ChildProcess, order: Order): Promise<number> {
  child.send(order)
  const [{ answer }] = (await once(child, 'message')) as [{ answer: number }]
  return answer
}
