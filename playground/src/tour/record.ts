import { sentAt } from './sent-at.ts'

/** What came of a fault; times in ms from the fault on. */
export interface Outcome {
  /** When the lane no longer believed to be open; `null` is never. */
  readonly noticedAfter: number | null
  /** When it was open and got what was sent under the fault, or later; `null` is not yet. */
  readonly backAfter: number | null
  /** Messages since the fault. */
  readonly received: number
}

/** From when on a lane believed what. */
export interface Belief {
  readonly at: number
  readonly isOpen: boolean
}

/** A moment of the step that is worth a line: the fault, the waking from it, the end of its cause. */
export interface Mark {
  readonly at: number
  readonly kind: 'fault' | 'waking' | 'mend'
}

/** How fine the times of messages are kept, in ms. */
export const CELL = 100

/** What one lane goes through in one step. */
export class LaneRecord {
  status = ''
  isOpen = false
  lastAt: number | null = null
  readonly startedAt: number
  readonly beliefs: Belief[] = []
  readonly marks: Mark[] = []
  /** The cells since the start in which something came. */
  readonly heard: Set<number> = new Set()
  readonly #now: () => number
  #countsFrom: number | null = null
  #holdsFrom = Infinity
  #noticedAfter: number | null = null
  #backAfter: number | null = null
  #received = 0

  constructor(now: () => number) {
    this.#now = now
    this.startedAt = now()
  }

  /** Open, and it has got something. */
  get isWell(): boolean {
    return this.isOpen && this.lastAt !== null
  }

  /** In ms; `null` before the fault. */
  get sinceFault(): number | null {
    return this.#countsFrom === null ? null : this.#now() - this.#countsFrom
  }

  get outcome(): Outcome {
    return {
      noticedAfter: this.#noticedAfter,
      backAfter: this.#backAfter,
      received: this.#received,
    }
  }

  report(status: string, isOpen: boolean): void {
    this.status = status
    if (isOpen === this.isOpen && this.beliefs.length > 0) return
    this.isOpen = isOpen
    this.beliefs.push({ at: this.#now(), isOpen })
    if (isOpen) return
    this.#noticedAfter ??= this.sinceFault
    this.#backAfter = null
  }

  hears(text: string): void {
    this.lastAt = this.#now()
    this.heard.add(Math.floor((this.lastAt - this.startedAt) / CELL))
    if (this.#countsFrom === null) return
    this.#received++
    // What was under way when the fault began proves nothing.
    if (!this.isOpen || this.#backAfter !== null || (sentAt(text) ?? 0) <= this.#holdsFrom) return
    this.#backAfter = this.sinceFault
  }

  /** Times count from the fault, or from the waking where there is one. */
  mark(kind: Mark['kind']): void {
    const at = this.#now()
    this.marks.push({ at, kind })
    if (kind !== 'mend') this.#countsFrom = at
  }

  /** The server says that the fault holds from this moment on. */
  holdsFrom(at: number): void {
    this.#holdsFrom = at
  }
}
