import type { Pinia } from 'pinia'
import { toValue } from 'vue'
import { socketError, warn } from '../diagnostics.ts'
import { nameOf } from '../store/registry.ts'
import type { HeartbeatSocketStore } from '../store/socket-store.ts'
import type { Received, SocketName } from '../store/sockets.ts'

/** The store of any socket. */
export type AnySocketStore = HeartbeatSocketStore<any, any>

/** What a socket receives that is given by its name or its store. */
export type ReceivedBy<Socket> = Socket extends SocketName
  ? Received<Socket>
  : Socket extends { readonly lastMessage: infer Message }
    ? Exclude<Message, null>
    : never

/** A socket's name, which its users give as such or by its store. */
export function toName(socket: SocketName | AnySocketStore): string {
  if (typeof socket === 'string') return socket
  if ('$id' in socket) return nameOf(socket.$id)
  // Types forbid them, JavaScript doesn't.
  if (process.env.NODE_ENV !== 'production') warn(socketError('C0010'))
  return String(toValue(socket))
}

/** The Pinia of a store, where a socket is given by its store. */
export function piniaOf(socket: SocketName | AnySocketStore): Pinia | undefined {
  return (socket as { _p?: Pinia })._p
}
