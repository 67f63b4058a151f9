import type { ResolvedOptions } from '../socket/index.ts'

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

/** The newest messages, bounded by count and size. */
export class MessageLog {
  #limits: ResolvedOptions['log'] | null = null
  /** What is kept begins at `#start`; before it are holes, never more than entries. */
  #slots: (LogEntry | null)[] = []
  #start = 0
  #bytes = 0
  #lastId = 0

  /** Sets the bounds; the newest entries that fit stay. */
  resize(limits: ResolvedOptions['log']): void {
    this.#limits = limits
    this.#trim(limits)
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
    const limits = this.#limits
    // One that is too large for all of the log displaces nothing.
    if (limits && entry.size <= limits.maxBytes) {
      this.#slots.push(entry)
      this.#bytes += entry.size
      this.#trim(limits)
    }
    return entry
  }

  /** A new array, oldest first. */
  entries(): LogEntry[] {
    return this.#slots.slice(this.#start) as LogEntry[]
  }

  clear(): void {
    this.#slots = []
    this.#start = this.#bytes = 0
  }

  #trim({ size, maxBytes }: ResolvedOptions['log']): void {
    const slots = this.#slots
    while (slots.length - this.#start > size || this.#bytes > maxBytes) {
      this.#bytes -= slots[this.#start]!.size
      slots[this.#start++] = null
    }
    // Not at each message: the rest would have to move up.
    if (this.#start > slots.length / 2) this.#start -= slots.splice(0, this.#start).length
  }
}

function sizeOf(raw: any): number {
  if (typeof raw === 'string') return raw.length
  return raw?.byteLength ?? raw?.size ?? raw?.length ?? 0
}
