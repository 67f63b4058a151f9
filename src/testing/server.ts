import type { RawData } from '../socket/options.ts'
import type { TimerService } from '../timer/index.ts'
import { isBlob, toWire } from './data.ts'
import { Connection } from './fake-connection.ts'
import type { FakeConnection, Host } from './fake-connection.ts'
import { FakeWebSocket } from './fake-web-socket.ts'
import type { ClientEnd, FakeWebSocketConstructor } from './fake-web-socket.ts'
import { checkServerClose } from './web-socket-arguments.ts'
import type { Later } from './wire.ts'

/** A fake server's part of a socket's options; spread them or pass them as they are. */
export interface FakeSocketOptions {
  url: string
  WebSocket: FakeWebSocketConstructor
  timer: TimerService
  /** `false`: online and visible. */
  page: false
  /** Always 0.5, so that every random delay is the middle of its range. */
  random: () => number
}

/** A fake server's options, resolved. */
export interface ServerSetup {
  readonly url: string
  readonly timer: TimerService
  readonly latency: number
  readonly later: Later
  readonly cancel: (handle: unknown) => void
  readonly isPing: (data: RawData) => boolean
  /** What to answer, as `send()` takes it; `null` for nothing. */
  readonly answer: (ping: RawData) => unknown
}

/** Which connections there are, and what the server does with each. */
export class Server {
  readonly options: FakeSocketOptions
  readonly received: RawData[] = []
  readonly pings: RawData[] = []
  readonly connections: Connection[] = []
  readonly #setup: ServerSetup
  #handshakes: 'hang' | 'accept' | 'refuse' = 'hang'
  /** Their handshake requests have arrived and are not answered. */
  readonly #waiting = new Set<Connection>()
  readonly #accepted = new Set<Connection>()
  /** All but those that have ended for the client too. */
  readonly #alive = new Set<Connection>()

  constructor(setup: ServerSetup) {
    const { url, timer } = setup
    const WebSocket = createClass((client) => this.#dial(client))
    this.#setup = setup
    this.options = { url, WebSocket, timer, page: false, random: () => 0.5 }
  }

  accept(): void {
    this.#deliver()
    this.#handshakes = 'accept'
    for (const connection of Array.from(this.#alive)) if (!connection.isLost) connection.release()
    for (const connection of Array.from(this.#waiting)) this.#asked(connection)
    this.#deliver()
  }

  refuse(): void {
    this.#deliver()
    this.#handshakes = 'refuse'
    for (const connection of Array.from(this.#alive)) {
      const isOpening = connection.readyState === 0 && !this.#accepted.has(connection)
      if (isOpening && !connection.isLost) connection.release()
    }
    for (const connection of Array.from(this.#waiting)) this.#asked(connection)
    this.#deliver()
  }

  send(data: unknown, connection?: FakeConnection): void {
    this.#deliver()
    const targets = this.#targets(connection)
    const wire = toWire(data)
    if (isBlob(wire) && targets.some(({ socket }) => socket.binaryType === 'arraybuffer')) {
      throw new TypeError("A Blob can't be read synchronously: send its ArrayBuffer")
    }
    for (const target of targets) target.say(wire)
    this.#deliver()
  }

  close(code = 1000, reason = '', connection?: FakeConnection): void {
    checkServerClose(code, reason)
    this.#deliver()
    for (const target of this.#targets(connection)) {
      this.#accepted.delete(target)
      target.closed(code, reason)
    }
    this.#deliver()
  }

  drop(connection?: FakeConnection): void {
    this.#deliver()
    const { latency, later } = this.#setup
    for (const target of connection ? [this.#own(connection)] : [...this.#accepted]) {
      const end = (): void => target.break(target.readyState === 0)
      this.#left(target)
      // Not by the wire: the client's own network tells it, also of a silent connection.
      if (latency > 0) later(end, latency)
      else end()
    }
  }

  goSilent(connection?: FakeConnection): void {
    this.#deliver()
    if (connection === undefined) {
      this.#handshakes = 'hang'
      for (const alive of this.#alive) alive.hold()
      return
    }
    const lost = this.#own(connection)
    lost.isLost = true
    lost.hold()
    this.#waiting.delete(lost)
  }

  #dial(client: ClientEnd): Connection {
    const { latency, later, cancel } = this.#setup
    const host: Host = {
      latency,
      later,
      cancel,
      asked: (connection) => this.#asked(connection),
      heard: (connection, data) => this.#heard(connection, data),
      left: (connection) => this.#left(connection),
      ended: (connection) => {
        this.#left(connection)
        this.#alive.delete(connection)
      },
    }
    const connection = new Connection(host, client)
    this.connections.push(connection)
    this.#alive.add(connection)
    connection.dial()
    return connection
  }

  #asked(connection: Connection): void {
    if (this.#handshakes === 'hang') {
      this.#waiting.add(connection)
      return
    }
    this.#waiting.delete(connection)
    if (this.#handshakes === 'refuse') {
      connection.refused()
      return
    }
    this.#accepted.add(connection)
    connection.opened()
  }

  #heard(connection: Connection, data: RawData): void {
    if (!this.#accepted.has(connection)) return
    if (!this.#setup.isPing(data)) {
      this.received.push(data)
      connection.received.push(data)
      return
    }
    this.pings.push(data)
    connection.pings.push(data)
    const answer = this.#setup.answer(data)
    if (answer !== null) connection.say(toWire(answer))
  }

  #left(connection: Connection): void {
    this.#waiting.delete(connection)
    this.#accepted.delete(connection)
  }

  #deliver(): void {
    // A copy, here and above: what a client dials in a listener is not this call's concern.
    for (const connection of Array.from(this.#alive)) connection.flush()
  }

  #targets(connection: FakeConnection | undefined): Connection[] {
    const accepted = [...this.#accepted]
    if (connection === undefined) return accepted
    const own = this.#own(connection)
    return accepted.filter((one) => one === own)
  }

  #own(connection: FakeConnection): Connection {
    const own = this.connections.find((one) => one === connection)
    if (own === undefined) throw new TypeError('This connection belongs to another server')
    return own
  }
}

function createClass(dial: (client: ClientEnd) => Connection): FakeWebSocketConstructor {
  return class WebSocket extends FakeWebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, dial)
    }
  }
}
