import type { SocketEvents } from '../connection/events.ts'
import type { LogEntry } from '../store/log.ts'
import { registryOf } from '../store/registry.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { Received, SocketName } from '../store/sockets.ts'
import { hasScopeEnded } from './scope.ts'
import { activePinia, type PiniaOption } from './use-heartbeat-socket.ts'

/** Where to listen. */
export interface ListenOptions<Name extends SocketName = 'default'> extends PiniaOption {
  /** The socket's name. @default 'default' */
  socket?: Name | undefined
}

/** Gets a message, and its entry as it stands in the log. */
export type MessageHandler<Message> = (message: Message, entry: LogEntry<Message>) => void

/**
 * Calls `handler` with every message, synchronously and in order; with a filter, with every message
 * that passes. A filter that is a type guard narrows. Removed with the component's scope.
 *
 * @returns the remover
 */
export function onSocketMessage<Name extends SocketName = 'default'>(
  handler: MessageHandler<Received<Name>>,
  options?: ListenOptions<Name>,
): () => void
export function onSocketMessage<
  Message extends Received<Name>,
  Name extends SocketName = 'default',
>(
  filter: (message: Received<Name>) => message is Message,
  handler: MessageHandler<Message>,
  options?: ListenOptions<Name>,
): () => void
export function onSocketMessage<Name extends SocketName = 'default'>(
  filter: (message: Received<Name>) => boolean,
  handler: MessageHandler<Received<Name>>,
  options?: ListenOptions<Name>,
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
  Name extends SocketName = 'default',
>(
  event: Event,
  handler: (...args: SocketEvents<Received<Name>>[Event]) => void,
  options?: ListenOptions<Name>,
): () => void {
  return listen('onSocketEvent', options, (record) =>
    record.on(event, handler as (...args: any[]) => void),
  )
}

/** Listens until the current scope ends, if there is one; returns the remover. */
function listen(
  caller: string,
  { socket = 'default', pinia = activePinia() }: ListenOptions<any> = {},
  listenTo: (record: SocketRecord) => () => unknown,
): () => void {
  if (hasScopeEnded(caller)) return () => {}
  const registry = registryOf(pinia)
  const remove = listenTo(registry.record(socket))
  return registry.onScopeEnd(() => {
    remove()
    registry.forget(socket)
  })
}
