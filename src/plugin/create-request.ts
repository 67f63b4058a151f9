import { registryOf } from '../store/registry.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { Received, SocketName } from '../store/sockets.ts'
import {
  createRequests,
  type Ask,
  type CreateRequestOptions,
  type RequestOptions,
} from './requests.ts'
import { activePinia, type PiniaOption } from './use-heartbeat-socket.ts'
import { warnOfNoSocket } from './warnings.ts'

/**
 * Asks a question and resolves with the message that answers it; a type parameter says what that is.
 * Rejects with a `RequestError`, whose `reason` says what became of the question; in each case it is
 * not sent again. On a server it is `dropped` at once.
 *
 * Pending requests end with the socket, not with the component that asks: pass a `signal` for that.
 */
export type SendRequest<Question = any, Answer = any> = <Own extends Answer = Answer>(
  data: Question,
  options?: RequestOptions & PiniaOption,
) => Promise<Own>

/**
 * Creates a function that sends a question over a socket and waits for its answer, for servers that
 * repeat an id. Create it once for each socket and protocol, outside of components. Answers also reach
 * `onSocketMessage()` and the log.
 */
export function createRequest<Name extends SocketName = 'default', Question = any>(
  options: CreateRequestOptions<Name, Question>,
): SendRequest<Question, Received<Name>> {
  const socket: string = options.socket ?? 'default'
  /** Of each Pinia, and gone with it. */
  const all = new WeakMap<SocketRecord, Ask>()
  return async (data, how = {}) => {
    const pinia = how.pinia ?? activePinia()
    const registry = registryOf(pinia)
    const record = registry.record(socket)
    if (process.env.NODE_ENV !== 'production') warnOfNoSocket(record, socket, pinia)
    const ask = all.get(record) ?? createRequests(record, options)
    all.set(record, ask)
    return ask(data, how).finally(() => registry.forget(socket)) as Promise<any>
  }
}
