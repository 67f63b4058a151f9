import type { SocketEvents } from '../connection/events.ts'
import type { LogEntry } from '../store/log.ts'
import { registryOf } from '../store/registry.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { SocketName } from '../store/sockets.ts'
import { hasScopeEnded } from './scope.ts'
import { piniaOf, toName, type AnySocketStore, type ReceivedBy } from './socket-name.ts'
import { activePinia, type PiniaOption } from './use-heartbeat-socket.ts'

/** Where to listen. */
export interface ListenOptions<
  Socket extends SocketName | AnySocketStore = 'default',
> extends PiniaOption {
  /** The socket's name, or its store. @default 'default' */
  socket?: Socket | undefined
}

/** Gets a message, and its entry as it stands in the log. */
export type MessageHandler<Message> = (message: Message, entry: LogEntry<Message>) => void

/**
 * Calls `handler` with every message, synchronously and in order; with a filter, with every message
 * that passes. A filter that is a type guard narrows. Removed with the component's scope.
 *
 * @returns the remover
 */
export function onSocketMessage<Socket extends SocketName | AnySocketStore = 'default'>(
  handler: MessageHandler<ReceivedBy<Socket>>,
  options?: ListenOptions<Socket>,
): () => void
export function onSocketMessage<
  Message extends ReceivedBy<Socket>,
  Socket extends SocketName | AnySocketStore = 'default',
>(
  filter: (message: ReceivedBy<Socket>) => message is Message,
  handler: MessageHandler<Message>,
  options?: ListenOptions<Socket>,
): () => void
export function onSocketMessage<Socket extends SocketName | AnySocketStore = 'default'>(
  filter: (message: ReceivedBy<Socket>) => boolean,
  handler: MessageHandler<ReceivedBy<Socket>>,
  options?: ListenOptions<Socket>,
): () => void
export function onSocketMessage(
  first: (message: any, entry: LogEntry) => any,
  second?: MessageHandler<any> | ListenOptions<any>,
  third?: ListenOptions<any>,
): () => void {
  const isFiltered = typeof second === 'function'
  return listen('onSocketMessage', isFiltered ? third : second, (record) =>
    record.on('message', (message) => {
      const entry = record.mirror.lastEntry!
      if (!isFiltered) first(message, entry)
      else if (first(message, entry)) second(message, entry)
    }),
  )
}

/**
 * Calls `handler` with every event of this name, of this connection and of any later one: subscribe
 * again on every `open`, say. Removed with the component's scope.
 *
 * @returns the remover
 */
export function onSocketEvent<
  Event extends keyof SocketEvents,
  Socket extends SocketName | AnySocketStore = 'default',
>(
  event: Event,
  handler: (...args: SocketEvents<ReceivedBy<Socket>>[Event]) => void,
  options?: ListenOptions<Socket>,
): () => void {
  return listen('onSocketEvent', options, (record) =>
    record.on(event, handler as (...args: any[]) => void),
  )
}

/** Listens until the current scope ends, if there is one; returns the remover. */
export function listen(
  caller: string,
  {
    socket = 'default',
    pinia = piniaOf(socket) ?? activePinia(),
  }: ListenOptions<any> | undefined = {},
  listenTo: (record: SocketRecord) => () => unknown,
): () => void {
  if (hasScopeEnded(caller)) return () => {}
  const registry = registryOf(pinia)
  const name = toName(socket)
  const remove = listenTo(registry.record(name))
  return registry.onScopeEnd(() => {
    remove()
    registry.forget(name)
  })
}
