import type { Connection, Drop } from 'vue-heartbeat-socket/socket'
import type { Link, Surroundings } from '../network.ts'
import type { SharedStore } from '../shared-store.ts'
import { hasEffect, type Order } from '../work.ts'

interface Account {
  readonly order: Order
  /** How often the store had taken a new epoch when it was sent. */
  readonly failovers: number
  end: string | null
}

interface Sender {
  readonly connection: Connection
  readonly link: Link | null
}

/** What becomes of each message sent with a number: S3 as its sender sees it, and S5. */
export class Ledger {
  readonly #accounts = new Map<string, Account>()
  readonly #client: Sender
  readonly #world: Surroundings & { readonly store: SharedStore }

  constructor(client: Sender, world: Surroundings & { readonly store: SharedStore }) {
    this.#client = client
    this.#world = world
    client.connection.on('confirmed', (order: Order) => this.#ends(order, 'confirmed'))
    client.connection.on('drop', ({ data, reason }: Drop) => this.#ends(data as Order, reason))
  }

  /** Messages without an end. */
  get open(): number {
    return [...this.#accounts.values()].filter(({ end }) => end === null).length
  }

  /** Nothing is left that may still have an effect. */
  get isSettled(): boolean {
    return [...this.#accounts.values()].every(({ end }) => end === 'confirmed' || end === 'refused')
  }

  sends(order: Order): void {
    this.#accounts.set(order.name, { order, failovers: this.#world.store.failovers, end: null })
  }

  #ends(order: Order, end: string): void {
    const { journal, store } = this.#world
    const account = this.#accounts.get(order.name)
    journal.note('ledger', order.name, end)
    journal.counts(`end: ${end}`)
    if (!account) return journal.breaks('S5', `${order.name}, number 0, is ${end}`)
    if (account.end) journal.breaks('S5', `${order.name} is ${account.end}, and ${end}`)
    account.end = end
    // The link of an earlier epoch said so: the store may have lost it since.
    const isSaidNow = this.#client.link?.welcome?.[0] === store.chronicle.epoch
    if (account.failovers < store.failovers && !isSaidNow) return
    const isDone = store.chronicle.find(order.name) !== undefined
    if (end === 'confirmed' && hasEffect(order.work) && !isDone) {
      journal.breaks('S3', `${order.name} is confirmed, and had no effect`)
    }
    if (end === 'refused' && isDone) journal.breaks('S3', `${order.name} is refused, and was done`)
  }
}
