import type { Connection } from 'vue-heartbeat-socket/socket'
import { EVENTS } from '../user.ts'
import type { World } from './checker.ts'

/** I3: what one listener causes is emitted after all have heard of the current event. */
export class Order {
  readonly #world: World
  readonly #heard: unknown[] = []

  constructor(world: World) {
    this.#world = world
  }

  /** Is the first to hear of everything. */
  hearsFirst(connection: Connection): void {
    for (const event of EVENTS) {
      connection.on(event, (...news: unknown[]) => void this.#heard.push(event, news[0]))
    }
  }

  /** Is the last to hear of everything. */
  hearsLast(connection: Connection): void {
    for (const event of EVENTS) {
      connection.on(event, (...news: unknown[]) => this.#isNext(event, news[0]))
    }
  }

  #isNext(event: string, value: unknown): void {
    const [expected, first] = this.#heard.splice(0, 2)
    if (event === expected && Object.is(value, first)) return
    this.#world.journal.breaks('I3', `${event} overtakes ${String(expected)}`)
  }
}
