import type { RawData } from '../options/options.ts'
import type { SimulatedConnection } from './fake-connection.ts'
import { bytesIn } from './fake-web-socket.ts'
import { isSame } from './messages.ts'

/** Says what one side of a link does, for a server of `heartbeat.v1`. */
export interface SessionServer {
  /** A client's frame has arrived. */
  receive(connection: SimulatedConnection, frame: RawData): void
  /** A link is open. */
  opened(connection: SimulatedConnection): void
  /** A link has ended, as far as a server notices. */
  ended(connection: SimulatedConnection): void
}

/** What of the fake server's log a fake session needs. */
export interface FakeSessionEvents {
  /** A message of the client's, without its number. */
  received(connection: SimulatedConnection, message: RawData): void
  pinged(connection: SimulatedConnection, frame: RawData): void
}

export interface FakeSessions extends SessionServer {
  /** Keeps a message, and sends it to all links, or to the one given. */
  publish(message: string | ArrayBuffer, links: readonly SimulatedConnection[]): void
}

const EPOCH = 'fake'

/**
 * Sessions as a server keeps them, for `createFakeServer({ session: true })`: numbered messages down,
 * replayed after a reconnect, and each message up acknowledged at once. Its frames are written by hand,
 * so that an error of the library's can't hide in its own double.
 */
export function createFakeSessions(raise: FakeSessionEvents): FakeSessions {
  const log: (string | ArrayBuffer)[] = []
  /** The last number of each session. */
  const committed = new Map<string, number>()
  /** The session of each link that was welcomed. */
  const sessions = new Map<SimulatedConnection, string>()

  function welcome(connection: SimulatedConnection, frame: RawData): void {
    const { hello, at, first } = JSON.parse(String(frame))
    const isKnown = at?.[0] === EPOCH
    const position: number = isKnown ? at[1] : log.length
    const last = committed.get(hello[0]) ?? (first === 1 ? 0 : null)
    sessions.set(connection, hello[0])
    connection.say(
      JSON.stringify({ welcome: [EPOCH, position], recovered: isKnown, in: last, max: 1_048_576 }),
    )
    for (let number = position + 1; number <= log.length; number++) sayEntry(connection, number)
  }

  function sayEntry(connection: SimulatedConnection, number: number): void {
    const message = log[number - 1]!
    if (typeof message === 'string') return connection.say(`${number} ${message}`)
    const frame = new Uint8Array(8 + message.byteLength)
    new DataView(frame.buffer).setBigUint64(0, BigInt(number))
    frame.set(new Uint8Array(message), 8)
    connection.say(frame.buffer)
  }

  function commit(connection: SimulatedConnection, session: string, frame: RawData): void {
    const [number, message] = split(frame)
    const last = committed.get(session) ?? 0
    if (number > 0 && number <= last) return acknowledge(connection, last)
    raise.received(connection, message)
    if (number === 0) return
    committed.set(session, number)
    acknowledge(connection, number)
  }

  return {
    opened() {},
    ended: (connection) => void sessions.delete(connection),
    receive(connection, frame) {
      const session = sessions.get(connection)
      if (session === undefined) return welcome(connection, frame)
      if (!isSame('ping', frame)) return commit(connection, session, frame)
      raise.pinged(connection, frame)
      connection.say(JSON.stringify({ at: log.length, pong: 1 }))
    },
    publish(message, links) {
      log.push(message)
      for (const link of links) if (sessions.has(link)) sayEntry(link, log.length)
    },
  }
}

function acknowledge(connection: SimulatedConnection, number: number): void {
  connection.say(JSON.stringify({ ack: number }))
}

/** The number of a client's frame, and its message. */
function split(frame: RawData): [number: number, message: RawData] {
  const bytes = bytesIn(frame)
  if (bytes === null) {
    const [, number, message] = /^(\d+) (.*)$/s.exec(String(frame)) ?? [undefined, '-1', '']
    return [Number(number), message!]
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return [Number(view.getBigUint64(0)), bytes.slice(8)]
}
