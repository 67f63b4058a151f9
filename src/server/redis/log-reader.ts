import type { Position } from '../../protocol/index.ts'
import type { Batch } from '../store.ts'
import type { Connector } from './connector.ts'
import type { Keys } from './keys.ts'
import type { RedisClient } from './redis-client.ts'
import { logPartOf, type LogPart } from './replies.ts'
import { createTail, type Tail } from './tail.ts'

/** The most messages of a batch. */
const MAX_BATCH = 1_000

export interface LogReaderOptions {
  readonly redis: RedisClient
  readonly keys: Keys
  readonly connector: Connector
}

export interface LogReader {
  /** As `Store.read`. */
  read(from: Position | null, signal: AbortSignal): Promise<Batch>
  close(): void
}

interface Reading {
  readonly tail: Tail
  /** Where the last batch ended, if that was the head. */
  atHead: Position | null
}

export function createLogReader({ redis, keys, connector }: LogReaderOptions): LogReader {
  const readings = new Map<AbortSignal, Reading>()
  let isClosed = false

  function readingOf(signal: AbortSignal): Reading {
    let reading = readings.get(signal)
    if (reading) return reading
    reading = { tail: createTail(redis, keys, signal), atHead: null }
    readings.set(signal, reading)
    signal.addEventListener('abort', () => readings.delete(signal))
    return reading
  }

  /** What follows a position, as it is now. */
  async function look(from: Position | null): Promise<Batch> {
    const begin = from ? `(${from[1]}-0` : '-'
    const call = { script: 'read', args: [begin, `${MAX_BATCH}`], isBinary: true } as const
    const { epoch, answer } = await connector.run(call)
    const part = logPartOf(answer as unknown[])
    const gap = from !== null && isGap(from, epoch, part)
    const after = from === null ? part.first - 1 : from[1]
    const hasHole = part.entries.some(({ number }, at) => number !== after + at + 1)
    if (!gap && hasHole) return giveUp(from)
    const { head, first, entries } = part
    return { head: [epoch, head], first, gap, entries: gap ? [] : entries, flashes: [] }
  }

  /** Messages are missing in the middle of the log: a new epoch says so to all clients. */
  async function giveUp(from: Position | null): Promise<Batch> {
    const { epoch, call, retire } = await connector.current()
    if (from === null || from[0] === epoch) await call({ script: 'giveUp', args: [] })
    retire()
    return look(from)
  }

  async function readOnce(from: Position | null, signal: AbortSignal): Promise<Batch> {
    const reading = readingOf(signal)
    const { tail, atHead } = reading
    await tail.follow(await connector.current())
    const isWaiting = from && atHead?.[0] === from[0] && atHead[1] === from[1]
    if (isWaiting) await tail.wait(from[1])
    signal.throwIfAborted()
    const batch = await look(from)
    const number = batch.entries.at(-1)?.number ?? from?.[1] ?? batch.head[1]
    reading.atHead = !batch.gap && number === batch.head[1] ? batch.head : null
    return { ...batch, flashes: tail.takeFlashes() }
  }

  return {
    async read(from, signal) {
      signal.throwIfAborted()
      try {
        if (!isClosed) return await readOnce(from, signal)
      } catch (cause) {
        if (!isClosed) throw cause
      }
      return new Promise(() => {})
    },
    close() {
      isClosed = true
    },
  }
}

const isGap = (from: Position, epoch: string, { head, first }: LogPart): boolean =>
  from[0] !== epoch || from[1] > head || from[1] + 1 < first
