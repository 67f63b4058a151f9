import type { ResolvedOptions } from 'vue-heartbeat-socket/socket'
import type { Checker, World } from './checker.ts'

/** I9: what the user calls attempts where it is to, and nowhere else. */
export class Commands implements Checker {
  readonly #world: World
  #optionsBefore: ResolvedOptions
  /** Whether a link, or an attempt to get one, was under way. */
  #wasActive = false
  /** Whether it was suspended by what the page had signalled. */
  #wasSuspended = false
  /** Whether it is given up, or had been, because the server refused it. */
  #isRefused = false
  #wasRefused = false
  #hasBegun = false

  constructor(world: World) {
    this.#world = world
    this.#optionsBefore = world.connection.options
    world.connection.on('status', () => (this.#isRefused = false))
    world.connection.on('error', ({ code }) => {
      this.#isRefused ||= code === 'HEARTBEAT_SOCKET_R0006'
    })
  }

  taskBegins(): void {
    const { status, retryAt, options, suspendedBy } = this.#world.connection
    const isAttempting = status === 'reconnecting' && retryAt === null
    this.#wasActive = isAttempting || status === 'connecting' || status === 'open'
    // A hidden page is looked at again at each change of options.
    this.#wasSuspended = suspendedBy === 'offline' || suspendedBy === 'frozen'
    this.#wasRefused = this.#isRefused
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
    const isAnother = this.#wasRefused && !!connection.options.url && !this.#isSame()
    // Of the attempts that callers ask for, one too many waits.
    const isPutOff = connection.status === 'reconnecting' && connection.retryAt !== null
    if (isPutOff && !this.#hasBegun) return
    if (isResting && this.#hasBegun !== isAnother) {
      journal.breaks('I9', `${call} opens what is closed`)
    }
    if (this.#wasSuspended && this.#hasBegun && call.startsWith('url')) {
      journal.breaks('I9', `${call} opens what is suspended`)
    }
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
