/** An invariant of the design, or: nothing throws, and both sides keep to the protocol. */
export type Rule =
  | `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`
  | `L${1 | 2 | 3 | 4 | 5}`
  | `S${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
  | `T${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
  | 'protocol'
  | 'throws'

export interface Broken {
  readonly rule: Rule
  readonly what: string
}

/** How often things have happened, by name. */
export type Tally = Map<string, number>

/** What happened in a run, line by line for readers, and what was wrong with it. */
export class Journal {
  broken: Broken | null = null
  readonly lines: string[] = []
  /** How often each kind of thing has happened. */
  readonly tally: Tally = new Map()
  readonly #clock: { readonly time: number }
  readonly #isWritten: boolean

  constructor(clock: { readonly time: number }, isWritten: boolean) {
    this.#clock = clock
    this.#isWritten = isWritten
  }

  note(who: string, ...what: readonly unknown[]): void {
    if (!this.#isWritten) return
    const time = (this.#clock.time / 1_000).toFixed(3).padStart(12)
    this.lines.push(`${time} s  ${who.padEnd(8)} ${what.map(toText).join(' ')}`)
  }

  counts(what: string, times = 1): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + times)
  }

  /** An invariant is broken; the first one is what counts. */
  breaks(rule: Rule, ...what: readonly unknown[]): void {
    this.note('BROKEN', rule, ...what)
    this.broken ??= { rule, what: what.map(toText).join(' ') }
  }
}

function toText(value: unknown): string {
  if (value instanceof Error) return value.message.split('\n')[0]!
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
