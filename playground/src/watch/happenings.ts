import { shallowRef, type Ref } from 'vue'

const MAX = 100

/** What happened; names a sentence among the messages, which takes `words`. */
export type Kind =
  | 'attempt'
  | 'open'
  | 'reopen'
  | 'stable'
  | 'beat'
  | 'silence'
  | 'dead'
  | 'end'
  | 'wait'
  | 'suspended'
  | 'closed'
  | 'failed'
  | 'idle'
  | 'page'
  | 'drop'
  | 'error'

export type Words = Readonly<Record<string, string | number>>

export interface Happening {
  readonly id: number
  /** Epoch ms. */
  readonly at: number
  readonly kind: Kind
  readonly words: Words
  /** How often it happened in a row. */
  readonly times: number
}

/** Rows of these are told as one. */
const MERGED: readonly Kind[] = ['beat', 'drop', 'error']

/** What happened, newest first. */
export class Happenings {
  readonly shown: Ref<readonly Happening[]> = shallowRef([])
  #list: Happening[] = []
  #nextId = 1
  #hasNews = false

  add(kind: Kind, words: Words = {}): void {
    const newest = this.#list[0]
    const at = Date.now()
    this.#hasNews = true
    if (newest?.kind === kind && MERGED.includes(kind)) {
      this.#list[0] = { ...newest, at, words, times: newest.times + 1 }
      return
    }
    this.#list.unshift({ id: this.#nextId++, at, kind, words, times: 1 })
    this.#list.length = Math.min(this.#list.length, MAX)
  }

  /** Called a few times a second, so that a flood of errors costs no more than one. */
  show(): void {
    if (!this.#hasNews) return
    this.#hasNews = false
    this.shown.value = [...this.#list]
  }

  clear(): void {
    this.#list = []
    this.shown.value = []
  }
}
