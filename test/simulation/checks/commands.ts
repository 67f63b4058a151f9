import type { ResolvedOptions } from 'vue-heartbeat-socket/socket'
import type { Checker, World } from './checker.ts'

/** I9: what the user calls dials where it is to, and nowhere else. */
export class Commands implements Checker {
  readonly #world: World
  #optionsBefore: ResolvedOptions
  /** Whether a link, or an attempt to get one, was under way. */
  #wasActive = false
  #hasBegun = false

  constructor(world: World) {
    this.#world = world
    this.#optionsBefore = world.connection.options
  }

  taskBegins(): void {
    const { status, retryAt, options } = this.#world.connection
    const isDialling = status === 'reconnecting' && retryAt === null
    this.#wasActive = isDialling || status === 'connecting' || status === 'open'
    this.#optionsBefore = options
    this.#hasBegun = false
  }

  begins(): void {
    this.#hasBegun = true
  }

  taskEnds(): void {
    const { task, journal, connection, isDisposed } = this.#world
    const [call, another] = task.calls
    if (task.kind !== 'call' || call === undefined || another !== undefined || isDisposed) return
    if (call === 'connect' && this.#wasActive && this.#hasBegun) {
      journal.breaks('I9', 'connect() replaces a link')
    }
    if (/connect|close|send|dispose/.test(call)) return
    const isResting = task.statusBefore === 'closed' || task.statusBefore === 'failed'
    if (isResting && this.#hasBegun) journal.breaks('I9', `${call} opens what is closed`)
    if (!this.#wasActive || !connection.options.url || this.#hasBegun !== this.#isSame()) return
    const what = this.#hasBegun ? 'replaces a link' : 'leaves a link to another'
    journal.breaks('I9', `${call} ${what}`)
  }

  /** Whether the options have the same target as before. */
  #isSame(): boolean {
    const [one, other] = [this.#optionsBefore, this.#world.connection.options]
    const isList = Array.isArray(one.protocols) && Array.isArray(other.protocols)
    const isSameList = isList && String(one.protocols) === String(other.protocols)
    return (
      one.url === other.url &&
      one.codec === other.codec &&
      one.WebSocket === other.WebSocket &&
      (one.protocols === other.protocols || isSameList)
    )
  }
}
