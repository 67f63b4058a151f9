/** One line of the log. */
export interface LogEntry<Data = any> {
  /** Counts up from 1. */
  readonly id: number
  /** Epoch ms. */
  readonly at: number
  readonly direction: 'received' | 'sent'
  /** `invalid`: did not decode; `data` is then what came. */
  readonly kind: 'message' | 'invalid' | 'heartbeat'
  /** On the wire: bytes of binary data, UTF-16 units of text. */
  readonly size: number
  readonly data: Data
}

/** An entry that Vue never looks into. */
class Entry implements LogEntry {
  readonly id: number
  readonly at: number
  readonly direction: LogEntry['direction']
  readonly kind: LogEntry['kind']
  readonly size: number
  readonly data: any

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

/** The newest messages: a ring, bounded by count and size. */
export class MessageLog {
  #limits: { readonly size: number; readonly maxBytes: number } = { size: 0, maxBytes: 0 }
  #ring: (LogEntry | undefined)[] = []
  /** Where the oldest entry is. */
  #start = 0
  #count = 0
  #bytes = 0
  #lastId = 0

  /** Sets the bounds; the newest entries that fit stay. */
  resize(limits: { readonly size: number; readonly maxBytes: number }): void {
    const kept = limits.size > 0 ? this.entries().slice(-limits.size) : []
    this.clear()
    this.#limits = limits
    for (const entry of kept) this.#push(entry)
  }

  /** Makes an entry and keeps it if it fits. */
  add(
    at: number,
    direction: LogEntry['direction'],
    kind: LogEntry['kind'],
    raw: unknown,
    data: unknown,
  ): LogEntry {
    const entry = new Entry(++this.#lastId, at, direction, kind, sizeOf(raw), data)
    this.#push(entry)
    return entry
  }

  /** A new array, oldest first. */
  entries(): LogEntry[] {
    const { size } = this.#limits
    return Array.from({ length: this.#count }, (_, i) => this.#ring[(this.#start + i) % size]!)
  }

  clear(): void {
    this.#ring = []
    this.#start = this.#count = this.#bytes = 0
  }

  #push(entry: LogEntry): void {
    const { size, maxBytes } = this.#limits
    if (size === 0 || entry.size > maxBytes) return
    while (this.#count === size || this.#bytes + entry.size > maxBytes) this.#shift()
    this.#ring[(this.#start + this.#count) % size] = entry
    this.#count++
    this.#bytes += entry.size
  }

  #shift(): void {
    this.#bytes -= this.#ring[this.#start]!.size
    this.#ring[this.#start] = undefined
    this.#start = (this.#start + 1) % this.#limits.size
    this.#count--
  }
}

function sizeOf(raw: any): number {
  return typeof raw === 'string' ? raw.length : (raw?.byteLength ?? raw?.size ?? 0)
}
