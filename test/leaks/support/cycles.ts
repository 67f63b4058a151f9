/**
 * A program of its own: makes sockets, breaks and ends them again and again, and prints what is left
 * of them. Run with `--expose-gc`; its arguments are `Connection` or `ReconnectingWebSocket`, and how
 * often.
 */
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import type { FakeServer } from 'vue-heartbeat-socket/testing'
import { FakePage } from '../../connection/support/fake-page.ts'
import { breaks, LONG, type Break } from './breaks.ts'
import { makeConnection, makeReconnecting, type Make, type Subject } from './subjects.ts'

/** What the program prints. */
export interface Outcome {
  readonly cycles: number
  /** Native sockets that were attempted. */
  readonly sockets: number
  /** What the first cycle left behind that did so. */
  readonly left: Leftovers | null
  /** Sockets, ours and native ones, that the garbage collector could not take. */
  readonly alive: number
  /** Bytes in use, from after the warm-up to the end. */
  readonly heap: readonly number[]
}

interface Leftovers {
  /** How the socket broke. */
  readonly broken: string
  readonly timers: number
  readonly listeners: number
  /** Native sockets that no one told to close. */
  readonly open: number
  /** Native sockets that still call someone. */
  readonly heard: number
}

const WARM_UP = 1_500
const READ_EVERY = 500

const makers: Readonly<Record<string, readonly Make[]>> = {
  Connection: [makeConnection(true), makeConnection(false)],
  ReconnectingWebSocket: [makeReconnecting],
}

// Shared by all, as in an app: what one leaves behind stays.
const timers = createFakeTimers()
const page = new FakePage()

let left: Leftovers | null = null
let sockets = 0
let made = 0
let collected = 0
const registry = new FinalizationRegistry(() => collected++)

function watch(object: object): void {
  made++
  registry.register(object, undefined)
}

async function cycle(name: string, way: Break, make: Make, comesBack: boolean): Promise<void> {
  // What is on the network is no timer of the client's.
  const server = createFakeServer({ timers: createFakeTimers() })
  const subject = make({ ...server.options, timer: timers, page, ...way.options })
  await live(subject, server, way, comesBack)
  subject.end()
  // A closing handshake that no one answers is given up.
  await timers.advance(2_000)

  watch(subject.object)
  for (const { socket } of server.connections) watch(socket)
  sockets += server.connections.length
  note(name, server)
  page.online = page.visible = true
}

async function live(
  subject: Subject,
  server: FakeServer,
  way: Break,
  comesBack: boolean,
): Promise<void> {
  subject.send('before it opens')
  server.accept()
  server.send({ news: 1 })
  await way.happen({ timers, server, page })
  subject.send('while it is broken')
  if (!comesBack) return
  server.accept()
  page.goOnline()
  await timers.advance(LONG)
  subject.send('when it is back')
}

function note(broken: string, { connections }: FakeServer): void {
  const found = {
    timers: timers.pending,
    listeners: page.listeners,
    open: connections.filter(({ readyState }) => readyState < 2).length,
    heard: connections.filter(({ socket }) => socket.onopen || socket.onmessage || socket.onclose)
      .length,
  }
  if (Object.values(found).some((count) => count > 0)) left = { broken, ...found }
}

/**
 * Collects garbage until nothing more is to be had, and returns the bytes then in use: the least of
 * several readings, for every other collection leaves some floating garbage behind.
 */
async function collect(): Promise<number> {
  let least = Infinity
  for (let round = 0; round < 8; round++) {
    globalThis.gc!()
    // The registry is told in a task of its own.
    await new Promise((resolve) => setTimeout(resolve))
    least = Math.min(least, process.memoryUsage().heapUsed)
  }
  return least
}

async function run(make: readonly Make[], cycles: number): Promise<Outcome> {
  const ways = Object.entries(breaks)
  const heap: number[] = []
  for (let at = 0; at < WARM_UP + cycles; at++) {
    const [name, way] = ways[at % ways.length]!
    const round = Math.floor(at / ways.length)
    await cycle(name, way, make[round % make.length]!, round % 3 > 0)
    if (left) break
    if (at < WARM_UP || at % READ_EVERY > 0) continue
    heap.push(await collect())
  }
  await collect()
  return { cycles, sockets, left, alive: made - collected, heap }
}

console.log(JSON.stringify(await run(makers[process.argv[2]!]!, Number(process.argv[3]))))
