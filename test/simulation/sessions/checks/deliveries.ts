import type { Connection } from 'vue-heartbeat-socket/socket'
import type { Chronicle, Kept, Message } from '../chronicle.ts'
import type { Link, Surroundings } from '../network.ts'
import { nameOf, type SharedStore } from '../shared-store.ts'
import { CHANNEL } from '../work.ts'

interface Receiver {
  readonly name: string
  readonly user: string
  readonly session: string
  readonly key: { readonly user: string; readonly id: string }
  readonly link: Link | null
  readonly connection: Connection
}

/** What a client receives: S1, S2 and S8. */
export class Deliveries {
  /** Up to where its listeners have had what is meant for it; `null` before the first opening. */
  position: readonly [epoch: string, number: number] | null = null
  readonly #client: Receiver
  readonly #world: Surroundings & { readonly store: SharedStore }
  /** The link whose frame is dispatched. */
  #speaking: Link | null = null
  /** The link that gave the newest welcome. */
  #welcomed: Link | null = null
  readonly #flashes = new Set<string>()

  constructor(client: Receiver, world: Surroundings & { readonly store: SharedStore }) {
    this.#client = client
    this.#world = world
    client.connection.on('open', ({ recovered }) => this.#opened(recovered))
    client.connection.on('message', (message: Message) => this.#delivered(message))
  }

  /** A first frame goes out. */
  hello(isNew: boolean, at: readonly [string, number] | undefined): void {
    if (isNew) this.position = null
    const [epoch, number = 0] = this.position ?? []
    const [of, from = 0] = at ?? []
    if (of !== epoch || from < number) {
      this.#breaks('S2', `asks to continue at ${at}, and has ${this.position}`)
    } else if (at) this.#reaches(from)
  }

  gets(link: Link, frame: string): void {
    this.#speaking = link
    const { welcome } = (frame.startsWith('{"welcome"') ? JSON.parse(frame) : {}) as {
      welcome?: [string, number]
    }
    if (!welcome) return
    link.welcome = welcome
    this.#welcomed = link
  }

  got(link: Link, frame: string): void {
    this.#speaking = null
    if (frame[0] !== '{' || link !== this.#client.link || link.readyState !== 1) return
    const { at } = JSON.parse(frame) as { at?: number }
    if (at && this.#client.connection.isOpen) this.#reaches(at)
  }

  #opened(recovered: boolean | null): void {
    const { journal, store } = this.#world
    const welcome = this.#welcomed!.welcome!
    journal.note(this.#client.name, 'is open, recovered:', recovered)
    journal.counts(`recovered: ${recovered}`)
    if (!store.chronicles.has(welcome[0])) this.#breaks('S1', `an unknown epoch ${welcome[0]}`)
    if (recovered && this.position?.join() !== welcome.join()) {
      this.#breaks('S2', `recovered at ${welcome}, and has ${this.position}`)
    }
    this.position = welcome
    // Another node may lag, and have it for its links after this one was there.
    this.#flashes.clear()
  }

  #delivered({ name }: Message): void {
    const { journal } = this.#world
    if (this.#speaking && this.#speaking !== this.#welcomed) {
      this.#breaks('S8', `${name} comes from a link that is not the newest`)
    }
    if (name.startsWith('flash')) {
      if (this.#flashes.has(name)) this.#breaks('S1', `${name} comes twice`)
      this.#flashes.add(name)
      return
    }
    journal.counts('delivered')
    const chronicle = this.#chronicle()
    const kept = chronicle?.find(name)
    if (!chronicle || !kept) return this.#breaks('S1', `${name} is of another epoch`)
    const [, number] = this.position!
    if (kept.number <= number) this.#breaks('S1', `${name}, ${kept.number}, comes after ${number}`)
    if (this.#verdict(chronicle, kept) === 'must not') {
      this.#breaks('S2', `${name}, ${kept.number}, is not for it`)
    }
    this.#reaches(kept.number - 1)
    this.position = [chronicle.epoch, Math.max(kept.number, number)]
  }

  /** All that is meant for the client up to this number has been delivered. */
  #reaches(number: number): void {
    const chronicle = this.#chronicle()!
    const [epoch, before] = this.position!
    if (number <= before) return
    for (const kept of chronicle.log.slice(before, number)) {
      if (this.#verdict(chronicle, kept) === 'must') {
        this.#breaks('S2', `misses ${kept.message.name}, ${kept.number}, and is at ${number}`)
      }
    }
    this.position = [epoch, number]
  }

  #verdict(chronicle: Chronicle, kept: Kept) {
    const { user, key } = this.#client
    const own = ['*', `c${CHANNEL}`, `u${user}`, `s${nameOf(key)}`]
    return chronicle.verdict(nameOf(key), own, kept)
  }

  #chronicle(): Chronicle | undefined {
    return this.#world.store.chronicles.get(this.position?.[0] ?? '')
  }

  #breaks(rule: 'S1' | 'S2' | 'S8', what: string): void {
    this.#world.journal.breaks(rule, `${this.#client.name} ${what}`)
  }
}
