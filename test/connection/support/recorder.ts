import type { Connection, SocketEvents } from 'vue-heartbeat-socket/socket'

type Name = keyof SocketEvents

const all: readonly Name[] = [
  'status',
  'open',
  'stable',
  'suspect',
  'message',
  'sent',
  'confirmed',
  'close',
  'error',
  'ping',
  'pong',
  'heartbeat',
  'drop',
]

/** Notes every event of a connection, in order. */
export class Recorder {
  readonly entries: { readonly name: Name; readonly args: readonly unknown[] }[] = []

  constructor(connection: Connection) {
    for (const name of all) {
      connection.on(name, (...args) => void this.entries.push({ name, args }))
    }
  }

  /** The names of all events, or of those given, in order. */
  names(...only: Name[]): Name[] {
    const names = this.entries.map(({ name }) => name)
    return only.length === 0 ? names : names.filter((name) => only.includes(name))
  }

  /** The first argument of each event of this name. */
  of<Event extends Name>(name: Event): SocketEvents[Event][0][] {
    return this.entries
      .filter((entry) => entry.name === name)
      .map(({ args }) => args[0] as SocketEvents[Event][0])
  }

  /** The codes of the errors reported. */
  get errorCodes(): string[] {
    return this.of('error').map((error) => error!.code.replace('HEARTBEAT_SOCKET_', ''))
  }

  /** Each change of status as `previous > status`. */
  get changes(): string[] {
    return this.of('status').map((change) => `${change!.previous} > ${change!.status}`)
  }

  clear(): void {
    this.entries.length = 0
  }
}
