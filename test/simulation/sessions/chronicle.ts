import type { Changes, Outgoing } from 'vue-heartbeat-socket/server'
import type { Journal } from '../journal.ts'

/** A message as the world writes it: each has a name of its own. */
export interface Message {
  readonly name: string
  /** The session and the number of the message whose handler published it. */
  readonly effect?: readonly [of: string, number: number]
}

export interface Kept {
  readonly number: number
  readonly target: string
  readonly message: Message
}

/** Since and until which head of the log a session has a room; `Infinity`: it still does. */
interface Stay {
  readonly since: number
  until: number
  /** Its record has been lost: whether it still gets the room is open. */
  isUncertain: boolean
}

/**
 * What is true in one epoch of the store, noted beside it: all of the log, trimmed or not, who was in
 * which room when, and what each message has caused.
 */
export class Chronicle {
  readonly epoch: string
  readonly log: Kept[] = []
  readonly #byName = new Map<string, Kept>()
  /** The greatest number of each session that has had an effect. */
  readonly #lastEffects = new Map<string, number>()
  /** By session and room. */
  readonly #stays = new Map<string, Stay[]>()
  readonly #journal: Journal

  constructor(epoch: string, journal: Journal) {
    this.epoch = epoch
    this.#journal = journal
  }

  get head(): number {
    return this.log.length
  }

  find(name: string): Kept | undefined {
    return this.#byName.get(name)
  }

  publishes({ target, data }: Outgoing): void {
    const message = JSON.parse(String(data)) as Message
    const kept = { number: this.head + 1, target, message }
    this.log.push(kept)
    if (message.effect) this.#effect(message.effect, message.name)
    this.#byName.set(message.name, kept)
  }

  /** A commit has been taken over. */
  commits(session: string, { publishes, joins, leaves }: Changes): void {
    const { head } = this
    for (const room of joins) this.#joins(session, room, head)
    for (const room of leaves) this.#leaves(session, room, head)
    publishes.forEach((message) => this.publishes(message))
  }

  /** A session's record is gone, and its joins with it. */
  forgets(session: string): void {
    for (const [key, stays] of this.#stays) {
      if (!key.startsWith(`${session} `)) continue
      for (const stay of stays) if (stay.until === Infinity) stay.isUncertain = true
    }
  }

  /** Whether a session must get an entry, or may not. */
  verdict(session: string, own: readonly string[], { target, number }: Kept): Verdict {
    if (own.includes(target)) return 'must'
    const stays = this.#stays.get(`${session} ${target}`) ?? []
    const covering = stays.filter(({ since, until }) => since < number && number <= until)
    if (covering.length === 0) return 'must not'
    return covering.some(({ until, isUncertain }) => until === Infinity && !isUncertain)
      ? 'must'
      : 'may'
  }

  #joins(session: string, room: string, since: number): void {
    const stays = this.#staysOf(session, room)
    const last = stays.at(-1)
    if (last?.until === Infinity && !last.isUncertain) return
    stays.push({ since, until: Infinity, isUncertain: false })
  }

  #leaves(session: string, room: string, until: number): void {
    for (const stay of this.#staysOf(session, room)) stay.until = Math.min(stay.until, until)
  }

  #staysOf(session: string, room: string): Stay[] {
    const key = `${session} ${room}`
    const stays = this.#stays.get(key) ?? []
    this.#stays.set(key, stays)
    return stays
  }

  #effect([of, number]: readonly [string, number], name: string): void {
    if (this.#byName.has(name)) this.#journal.breaks('S3', `${name} had its effect twice`)
    // Number 0 goes ahead of others.
    if (name.startsWith('now')) return
    const last = this.#lastEffects.get(of) ?? 0
    if (number < last) this.#journal.breaks('S4', `${name} had its effect after ${of}/${last}`)
    this.#lastEffects.set(of, Math.max(last, number))
  }
}

export type Verdict = 'must' | 'may' | 'must not'
