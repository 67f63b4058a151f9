import type { StatusChange } from 'vue-heartbeat-socket/socket'
import { isTangled, type Checker, type World } from './checker.ts'

const SECOND = 1_000
/** A link that lives for so long shows that the line is fast enough. */
const LONG_LIFE = 600 * SECOND

/**
 * How long a link may be silent (DESIGN, section 5, slow links), written down a second time: in ms, at
 * least and at most, because not every death shows who raised its suspicion.
 */
export class Windows implements Checker {
  readonly #world: World
  #least = 1
  #most = 1
  #pageMost = 1

  constructor(world: World) {
    this.#world = world
    world.connection.on('status', (change) => this.#changes(change))
  }

  /** After a ping. */
  get most(): number {
    return this.#window(this.#most)
  }

  /** After a suspicion that the page raised, at most. */
  get mostByPage(): number {
    return Math.min(this.most, 5 * SECOND * this.#pageMost, 30 * SECOND)
  }

  /** The least before this task. */
  leastBefore = 0

  taskBegins(): void {
    this.leastBefore = this.#window(this.#least)
  }

  taskEnds(): void {
    const { task, connection, clock } = this.#world
    const age = clock.now() - (connection.openedAt ?? clock.now())
    if (age >= LONG_LIFE - SECOND || clock.steps > 0) this.#least = 1
    if (!isTangled(task)) return
    this.#least = 1
    this.#most = this.#pageMost = Infinity
  }

  #changes({ status, previous, retryIn, close }: StatusChange): void {
    if (/idle|closed|failed/.test(previous)) this.#least = this.#most = this.#pageMost = 1
    if (close?.cause !== 'heartbeat') return
    // Where the page had raised the suspicion the retry is immediate, unless the page forbids it.
    const isOfPing = status === 'reconnecting' && retryIn !== undefined
    if (isOfPing) this.#least *= 2
    this.#most *= 2
    this.#pageMost *= 2
  }

  #window(factor: number): number {
    const { timeout } = this.#world.connection.options.heartbeat
    return Math.min(timeout * factor, Math.max(60 * SECOND, 4 * timeout))
  }
}
