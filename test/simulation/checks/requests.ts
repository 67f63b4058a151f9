import { isTangled, type Checker, type World } from './checker.ts'

/** Of the attempts that callers ask for, so many within so many ms begin at once (DESIGN, section 4). */
const FREE = 5
const SPAN = 5_000

/** I9: attempts that callers ask for, from inside of events too, don't hammer a server. */
export class Requests implements Checker {
  readonly #world: World
  /** When attempts began in tasks in which callers asked for some. */
  #times: number[] = []
  #begun = 0
  #clockSteps = 0

  constructor(world: World) {
    this.#world = world
  }

  taskBegins(): void {
    this.#begun = 0
  }

  begins(): void {
    this.#begun++
  }

  taskEnds(): void {
    const { clock, journal, task } = this.#world
    if (clock.steps !== this.#clockSteps) this.#times = []
    this.#clockSteps = clock.steps
    if (task.calls.length === 0) return
    // Besides these the engine may have begun one of its own, by a timer or a signal.
    const asked = this.#begun - (task.kind === 'call' && !isTangled(task) ? 0 : 1)
    for (let one = 0; one < asked; one++) this.#times.push(clock.time)
    this.#times = this.#times.filter((time) => clock.time - time < SPAN)
    if (this.#times.length > FREE) {
      journal.breaks('I9', `${this.#times.length} attempts are asked for within ${SPAN} ms`)
    }
  }
}
