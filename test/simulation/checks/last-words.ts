import type { NativeSocket } from '../native-socket.ts'
import type { Call } from '../scenario.ts'
import type { Checker, World } from './checker.ts'
import type { Entry } from './ledger.ts'

/** What waited when something was called, or signalled, that may end an open link. */
interface Watch {
  readonly socket: NativeSocket
  readonly url: unknown
  readonly waiting: ReadonlyMap<number, Entry>
}

/**
 * I12: an open link loses nothing. What waits goes out before the client ends it for good, and what
 * is sent goes out, or waits, and is not dropped.
 */
export class LastWords implements Checker {
  readonly #world: World
  /** One for each call that has not returned. */
  readonly #watches: (Watch | null)[] = []
  #atSend: { readonly socket: NativeSocket | null; readonly calls: number } | null = null

  constructor(world: World) {
    this.#world = world
  }

  taskBegins(): void {
    this.#watches.length = 0
    if (this.#world.task.signal === 'pagehide') this.#watches.push(this.#watch())
  }

  taskEnds(): void {
    const { task, connection } = this.#world
    const isHeard = task.signal === 'pagehide' && connection.options.page
    if (isHeard && task.calls.length === 0) this.#isEmpty('pagehide', this.#watches[0] ?? null)
  }

  calls(): void {
    this.#watches.push(this.#watch())
  }

  called(call: Call): void {
    const watch = this.#watches.pop() ?? null
    const isEnd = /^close|dispose/.test(call)
    const isElsewhere = watch?.url !== this.#world.connection.options.url
    if (isEnd || (call.startsWith('url') && isElsewhere)) this.#isEmpty(call, watch)
  }

  sends(): void {
    this.#atSend = { socket: this.#openSocket(), calls: this.#world.task.calls.length }
  }

  returned(id: number, result: string): void {
    const { journal, task } = this.#world
    const { socket, calls } = this.#atSend!
    if (socket === null || task.calls.length !== calls || task.throws.length > 0) return
    if (result === 'dropped') journal.breaks('I12', `${id} is dropped, though the link is open`)
  }

  /** Whether what waited has gone out over the link that is no more. */
  #isEmpty(what: string, watch: Watch | null): void {
    if (watch === null) return
    const { journal } = this.#world
    for (const [id, { sent }] of watch.waiting) {
      if (sent === 0) journal.breaks('I12', `${id} does not go out before ${what}`)
    }
  }

  #watch(): Watch | null {
    const { connection, ledger } = this.#world
    const socket = this.#openSocket()
    if (socket === null) return null
    const { url } = connection.options
    const ofUrl = [...ledger.waiting].filter(([, entry]) => entry.url === url)
    return { socket, url, waiting: new Map(ofUrl) }
  }

  /** The link's, if it is open on both sides of the API. */
  #openSocket(): NativeSocket | null {
    const { connection, sockets } = this.#world
    const socket = sockets.at(-1)
    return connection.isOpen && socket?.readyState === 1 && !socket.isClosed ? socket : null
  }
}
