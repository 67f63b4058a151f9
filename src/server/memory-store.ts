import { MAX_IN_FLIGHT, type Position } from '../protocol/index.ts'
import { systemRandom, systemTimers } from '../timers/index.ts'
import { bound } from './bounds.ts'
import { byteLength } from './byte-length.ts'
import { dropOldest, entriesAfter, entryList, oldestOf, sizeOf } from './entry-list.ts'
import { createExpiringMap } from './expiring-map.ts'
import type { ServerTimer } from './server-timer.ts'
import type { Attachment, Batch, Changes, CommitAnswer } from './store.ts'
import type { Outgoing, SessionKey, Store } from './store.ts'

/** How long a session's record is kept after its last use, in ms. */
const RECORD_LIFETIME = 86_400_000
/** How long the id of a publish is remembered, in ms. */
const ID_LIFETIME = 300_000
/** Records, and ids: a bound for floods. */
const MAX_REMEMBERED = 100_000
/** Flashes that wait for a reader between two reads. */
const MAX_FLASHES = 1_000

/** The options of `memoryStore()`: how much of the past it keeps. */
export interface MemoryStoreOptions {
  /**
   * The most messages that the log keeps. A client that was away while more were published is not
   * recovered: take the rate of messages per second times 120.
   * @default 10_000
   */
  readonly maxMessages?: number | undefined
  /**
   * The most bytes that the log's messages have together, whatever their number.
   * @default 16_777_216
   */
  readonly maxBytes?: number | undefined
  /** The clock. @default systemTimers() */
  readonly timer?: Pick<ServerTimer, 'now'> | undefined
  /** For the epoch's name. @default Math.random */
  readonly random?: (() => number) | undefined
}

interface SessionRecord {
  readonly opening: number
  readonly in: number | null
  readonly refused: readonly number[]
  readonly joins: ReadonlyMap<string, number>
}

interface Reader {
  flashes: Outgoing[]
  wake(): void
}

/**
 * A store in this process's memory. With the process its log is gone: the clients of the next one
 * are not recovered, and are told so.
 * @throws TypeError when a bound is not a positive integer
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  const { timer = systemTimers(), random = systemRandom } = options
  const maxMessages = bound('maxMessages', options.maxMessages, 10_000)
  const maxBytes = bound('maxBytes', options.maxBytes, 16_777_216)
  const epoch = [timer.now(), random() * 2 ** 52].map((n) => Math.floor(n).toString(36)).join('-')
  const log = entryList()
  let number = 0
  let bytes = 0
  const records = createExpiringMap<SessionRecord>(timer, RECORD_LIFETIME, MAX_REMEMBERED)
  const ids = createExpiringMap<number>(timer, ID_LIFETIME, MAX_REMEMBERED)
  const readers = new Map<AbortSignal, Reader>()

  function append({ target, data }: Outgoing): number {
    log.items.push({ number: ++number, target, data })
    bytes += byteLength(data)
    // The newest one stays, however large it is: its own clients would miss it.
    while (sizeOf(log) > maxMessages || (bytes > maxBytes && sizeOf(log) > 1)) {
      bytes -= byteLength(oldestOf(log)!.data)
      dropOldest(log)
    }
    readers.forEach(({ wake }) => wake())
    return number
  }

  function readerOf(signal: AbortSignal): Reader {
    let reader = readers.get(signal)
    if (reader) return reader
    reader = { flashes: [], wake: () => {} }
    readers.set(signal, reader)
    signal.addEventListener('abort', () => {
      readers.get(signal)?.wake()
      readers.delete(signal)
    })
    return reader
  }

  const firstKept = (): number => oldestOf(log)?.number ?? number + 1
  const isGap = (from: Position): boolean =>
    from[0] !== epoch || from[1] > number || from[1] + 1 < firstKept()

  return {
    async attach(session, opening): Promise<Attachment> {
      const record = records.get(keyOf(session)) ?? NO_RECORD
      const fenced = record.opening > opening
      if (opening > (record === NO_RECORD ? 1 : 0)) {
        records.set(keyOf(session), { ...record, opening: Math.max(opening, record.opening) })
      }
      const { in: committed, refused, joins } = record
      return { head: [epoch, number], fenced, in: committed, refused, joins }
    },

    async commit(session, of, opening, committed, changes): Promise<CommitAnswer> {
      const record = records.get(keyOf(session)) ?? NO_RECORD
      if (of !== epoch) return { answer: 'epoch' }
      if (record.opening > opening) return { answer: 'fenced' }
      if (committed > 0 && committed <= (record.in ?? 0)) return { answer: 'already' }
      const since = number
      if (record !== NO_RECORD || committed > 0 || changes.joins.length > 0) {
        records.set(keyOf(session), changed({ ...record, opening }, committed, changes, since))
      }
      changes.publishes.forEach(append)
      return { answer: 'done', since }
    },

    async publish(message, id): Promise<number> {
      if (id === undefined) return append(message)
      const key = `${id.length}/${id}${message.target}`
      const known = ids.get(key)
      if (known !== undefined) return known
      const appended = append(message)
      ids.set(key, appended)
      return appended
    },

    async read(from, signal): Promise<Batch> {
      signal.throwIfAborted()
      const reader = readerOf(signal)
      while (from && !isGap(from) && from[1] === number && reader.flashes.length === 0) {
        await new Promise<void>((resolve) => (reader.wake = resolve))
        signal.throwIfAborted()
      }
      const { flashes } = reader
      reader.flashes = []
      const gap = from !== null && isGap(from)
      const entries = gap ? [] : entriesAfter(log, from ? from[1] : 0)
      return { head: [epoch, number], first: firstKept(), gap, entries, flashes }
    },

    async flash(message) {
      readers.forEach((reader) => {
        if (reader.flashes.push(message) > MAX_FLASHES) reader.flashes.shift()
        reader.wake()
      })
    },
  }
}

const NO_RECORD: SessionRecord = { opening: 0, in: null, refused: [], joins: new Map() }

/** User names are free, ids are not: the first `/` ends the id. */
const keyOf = ({ user, id }: SessionKey): string => `${id}/${user}`

function changed(
  record: SessionRecord,
  number: number,
  { joins, leaves, refused }: Changes,
  since: number,
): SessionRecord {
  const joined = new Map(record.joins)
  for (const target of joins) if (!joined.has(target)) joined.set(target, since)
  for (const target of leaves) joined.delete(target)
  return {
    opening: record.opening,
    in: number > 0 ? number : record.in,
    refused: refused ? [...record.refused, number].slice(-MAX_IN_FLIGHT) : record.refused,
    joins: joined,
  }
}
