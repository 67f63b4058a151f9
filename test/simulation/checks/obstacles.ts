import type { StatusChange, SuspendedBy } from 'vue-heartbeat-socket/socket'
import { isTangled, type Checker, type World } from './checker.ts'

/** I9: nothing is attempted that the page forbids, and the status says what forbids it. */
export class Obstacles implements Checker {
  readonly #world: World
  #suspendedBefore: SuspendedBy | null = null
  #wasWaiting = false
  #hasBegun = false
  /** A caller's attempt waits, whatever the page says. */
  #isAsked = false
  #wasAsked = false

  constructor(world: World) {
    this.#world = world
    world.connection.on('status', (change) => this.#changes(change))
  }

  taskBegins(): void {
    const { suspendedBy, retryAt } = this.#world.connection
    this.#suspendedBefore = suspendedBy
    this.#wasWaiting = retryAt !== null && this.#world.page.listeners > 0
    this.#hasBegun = false
    this.#wasAsked = this.#isAsked
  }

  begins(): void {
    this.#hasBegun = true
  }

  taskEnds(): void {
    const { task, journal, connection } = this.#world
    if (isTangled(task)) return
    const by = this.#obstacle()
    // Who has waited as offline attempts all the same, once in a while: the page may lie.
    const isFree = this.#wasAsked || by === this.#suspendedBefore
    if (task.kind === 'timer' && this.#hasBegun && by !== null && !isFree) {
      journal.breaks('I9', `attempts while ${by}`)
    }
    const { suspendedBy } = connection
    if (task.signal === 'freeze' && this.#wasWaiting && suspendedBy !== 'frozen') {
      journal.breaks('I9', `is frozen, but suspended by ${suspendedBy}`)
    }
  }

  #changes({ status, retryIn }: StatusChange): void {
    const { task, journal, connection } = this.#world
    this.#isAsked = task.calls.length > 0 && status === 'reconnecting' && retryIn !== undefined
    if (isTangled(task) || status !== connection.status) return
    const by = this.#obstacle()
    const { suspendedBy } = connection
    if (status === 'reconnecting' && retryIn !== undefined && by !== null && !this.#isAsked) {
      journal.breaks('I9', `waits, though ${by}`)
    }
    if (status !== 'suspended') return
    const isTrue =
      suspendedBy === 'frozen' ? /freeze|pagehide/.test(String(task.signal)) : suspendedBy === by
    if (!isTrue) journal.breaks('I9', `suspended by ${suspendedBy}, though ${by}`)
    if (suspendedBy === 'hidden' && retryIn !== undefined) {
      journal.breaks('I9', 'attempts in a while, though hidden')
    }
  }

  #obstacle(): 'hidden' | 'offline' | null {
    const { page, reconnect } = this.#world.connection.options
    if (!page) return null
    if (!page.visible && !reconnect.whenHidden) return 'hidden'
    return page.online ? null : 'offline'
  }
}
