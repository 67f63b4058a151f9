import type { RawData } from '../options/options.ts'
import type { SimulatedConnection } from './fake-connection.ts'
import type { SessionServer } from './fake-session.ts'
import { bytesIn } from './fake-web-socket.ts'
import { toWire } from './messages.ts'

/** A server of `vue-heartbeat-socket/server`, as far as a fake server uses it. */
export interface JoinableServer {
  connect(
    link: {
      send(frame: string | Uint8Array): void
      close(code: number, reason: string): void
      readonly bufferedAmount: number
    },
    request: { readonly url: string; readonly headers: Record<string, string> },
  ): { receive(frame: string | Uint8Array): void; end(): void }
}

type Receiver = ReturnType<JoinableServer['connect']>

/** Joins a real server to the fake links: both ends run in one process, on the same fake timers. */
export function joinServer(
  server: JoinableServer,
  noteFrame: (connection: SimulatedConnection, frame: RawData) => void,
): SessionServer {
  const receivers = new Map<SimulatedConnection, Receiver>()

  return {
    opened(connection) {
      const link = {
        send: (frame: string | Uint8Array) => connection.say(toWire(frame)),
        close: (code: number, reason: string) => connection.close(code, reason),
        bufferedAmount: 0,
      }
      const { pathname, search } = new URL(connection.url)
      receivers.set(connection, server.connect(link, { url: pathname + search, headers: {} }))
    },
    receive(connection, frame) {
      noteFrame(connection, frame)
      const bytes = bytesIn(frame)
      receivers.get(connection)?.receive(bytes === null ? String(frame) : bytes.slice())
    },
    ended(connection) {
      receivers.get(connection)?.end()
      receivers.delete(connection)
    },
  }
}
