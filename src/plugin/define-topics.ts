import { toValue, watch, type MaybeRefOrGetter } from 'vue'
import { registryOf } from '../store/registry.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { Received, SocketName } from '../store/sockets.ts'
import { listen, type MessageHandler } from './listen.ts'
import { Topics, type TopicsOptions, type TopicUser } from './topics.ts'
import { activePinia, type PiniaOption } from './use-heartbeat-socket.ts'

/**
 * Subscribes to a topic and calls `handler` with each of its messages, synchronously and in order; a
 * type parameter says which these are. Ends with the scope that it is called in; a component that is
 * kept alive keeps its topic.
 *
 * @param topic - may be a ref or a getter; `undefined` or `null`: none at present
 * @returns the remover
 */
export type UseTopic<Message = any> = <Own extends Message = Message>(
  topic: MaybeRefOrGetter<string | null | undefined>,
  handler: MessageHandler<Own>,
  options?: PiniaOption,
) => () => void

/**
 * Defines subscriptions that are counted over one socket: the first user of a topic subscribes, the
 * last one's leaving unsubscribes a tick later, and each opening subscribes to all that are in use.
 * Define them once for each socket and protocol, outside of components. Acknowledgements, refusals
 * and wildcards are the server's affair: `onSocketMessage()` gets all messages.
 *
 * Messages have the type that is declared for the socket, or the type parameter's.
 */
export function defineTopics<Name extends SocketName = 'default'>(
  options: TopicsOptions<Name>,
): UseTopic<Received<Name>>
export function defineTopics<Message>(options: TopicsOptions<SocketName, any>): UseTopic<Message>
export function defineTopics(options: TopicsOptions<any, any>): UseTopic {
  const { socket = 'default' } = options
  /** Of each Pinia, and gone with it. */
  const all = new WeakMap<SocketRecord, Topics>()
  return (topic, handler, { pinia = activePinia() } = {}) =>
    listen('useTopic', { socket, pinia }, (record) => {
      const topics =
        all.get(record) ?? new Topics(record, options, () => registryOf(pinia).forget(socket))
      all.set(record, topics)
      const user: TopicUser = { topic: undefined, handler }
      const remove = topics.add(user)
      const stop = watch(
        () => toValue(topic) ?? undefined,
        (value) => topics.move(user, value),
        { immediate: true, flush: 'sync' },
      )
      return () => {
        stop()
        remove()
      }
    })
}
