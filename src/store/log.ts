import type { ResolvedLog } from './plugin-options.ts'

/** One line of the log. */
export interface LogEntry<Data = any> {
  /** Counts up from 1. */
  readonly id: number
  /** Epoch ms. */
  readonly at: number
  readonly direction: 'received' | 'sent'
  /** `invalid`: did not decode, or does not fit the schema; `data` is then what came. */
  readonly kind: 'message' | 'invalid' | 'heartbeat'
  /** On the wire: bytes of binary data, UTF-16 units of text. */
  readonly size: number
  /** As it was given to `send()`, or decoded. */
  readonly data: Data
}

/** An entry that Vue never looks into. */
class Entry implements LogEntry {
  declare readonly id: number
  declare readonly at: number
  declare readonly direction: LogEntry['direction']
  declare readonly kind: LogEntry['kind']
  declare readonly size: number
  declare readonly data: any

  constructor(
    id: number,
    at: number,
    direction: LogEntry['direction'],
    kind: LogEntry['kind'],
    size: number,
    data: unknown,
  ) {
    this.id = id
    this.at = at
    this.direction = direction
    this.kind = kind
    this.size = size
    this.data = data
  }

  /** What `markRaw()` sets, on the prototype: marking each entry would cost more than making it. */
  get __v_skip(): true {
    return true
  }
}

/**
 * How many times the entries shown may be kept: the oldest has left the processor's caches, so that
 * dropping one with each message would cost more than adding one.
 */
const SLACK = 1.25

/** The newest messages, bounded by count and size. */
export class MessageLog {
  /** The options in force. */
  options: ResolvedLog = { size: 0, maxBytes: 0, heartbeats: false }
  /** What is kept begins at `#start`; before it are holes, never more than entries. */
  #slots: (LogEntry | null)[] = []
  #start = 0
  #bytes = 0
  #lastId = 0

  /** Sets the bounds; the newest entries that fit stay. */
  resize(options: ResolvedLog): void {
    this.options = options
    this.#trim()
  }

  /** Makes an entry, and keeps it if it fits. */
  add(
    at: number,
    direction: LogEntry['direction'],
    kind: LogEntry['kind'],
    raw: unknown,
    data: unknown,
  ): LogEntry {
    const entry = new Entry(++this.#lastId, at, direction, kind, sizeOf(raw), data)
    // One that is too large for all of the log displaces nothing.
    if (entry.size <= this.options.maxBytes) {
      this.#bytes += entry.size
      const kept = this.#slots.push(entry) - this.#start
      if (kept > this.options.size * SLACK || this.#bytes > this.options.maxBytes) this.#trim()
    }
    return entry
  }

  /** A new array, oldest first. */
  entries(): LogEntry[] {
    this.#trim()
    return this.#slots.slice(this.#start) as LogEntry[]
  }

  clear(): void {
    this.#slots = []
    this.#start = this.#bytes = 0
  }

  #trim(): void {
    const slots = this.#slots
    while (slots.length - this.#start > this.options.size || this.#bytes > this.options.maxBytes) {
      this.#bytes -= slots[this.#start]!.size
      slots[this.#start++] = null
    }
    // Not each time: the rest would have to move up.
    if (this.#start > slots.length / 2) this.#start -= slots.splice(0, this.#start).length
  }
}

function sizeOf(raw: any): number {
  if (typeof raw === 'string') return raw.length
  return raw?.byteLength ?? raw?.size ?? raw?.length ?? 0
}
