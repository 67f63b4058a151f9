import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import type { Socket, SocketClass, Subject } from './check.ts'
import { next, rejectAtClose } from './observe.ts'
import type { Peer } from './peer.ts'

export type Side = 'native' | 'ours'

/** No retries, as a native socket; and time enough on a busy machine. */
const OPTIONS = { maxReconnectAttempts: 0, timeoutInterval: 60_000 }

/** The two classes that are compared. */
const CLASSES: Record<Side, SocketClass> = {
  native: WebSocket,
  ours: withOptions(ReconnectingWebSocket),
}

// A proxy rather than a subclass: name, length and statics stay those of the class.
function withOptions(target: typeof ReconnectingWebSocket): SocketClass {
  return new Proxy(target as unknown as SocketClass, {
    construct(_, args: unknown[], newTarget) {
      const [url, protocols, options] = args
      const all = args.length === 0 ? [] : [url, protocols, { ...OPTIONS, ...(options as object) }]
      return Reflect.construct(target, all, newTarget)
    },
  })
}

/** The class for one check, and a function that closes what was made of it. */
export function createSubject(side: Side, peer: Peer): { subject: Subject; tidyUp(): void } {
  const made: Socket[] = []
  const Class = new Proxy(CLASSES[side], {
    construct(target, args, newTarget) {
      const socket = Reflect.construct(target, args, newTarget) as Socket
      made.push(socket)
      return socket
    },
  })
  const subject: Subject = {
    WebSocket: Class,
    peer,
    async open(path, protocols) {
      const socket = new Class(peer.url(path), protocols)
      await Promise.race([next(socket, 'open'), rejectAtClose(socket)])
      return socket
    },
  }
  return {
    subject,
    tidyUp: () => made.forEach((socket) => socket.close()),
  }
}
