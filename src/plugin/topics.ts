import { call, report } from '../connection/callbacks.ts'
import type { SendResult } from '../options/send-options.ts'
import type { LogEntry } from '../store/log.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { Received, Sent, SocketName } from '../store/sockets.ts'

/** Sends a message now or not at all: what is missed, the next opening asks for. */
export type TopicSend<Name extends SocketName = 'default'> = (data: Sent<Name>) => SendResult

/** How a server is asked for topics, and how its messages name them. */
export interface TopicsOptions<Name extends SocketName = 'default', Message = Received<Name>> {
  /** The socket's name. @default 'default' */
  readonly socket?: Name | undefined
  /**
   * Asks for topics: called a tick after their first users have come, with all of that tick, and on
   * every opening with all that are in use. One message for all or one for each, as the server wants.
   */
  readonly subscribe: (topics: string[], send: TopicSend<Name>) => void
  /** The same for topics whose last users have left. @default nothing is sent */
  readonly unsubscribe?: ((topics: string[], send: TopicSend<Name>) => void) | undefined
  /** The topic of a message, as it was subscribed; `undefined` or `null` where it has none. */
  readonly topicOf: (message: Message) => string | null | undefined
}

/** One call of `useTopic()`. */
export interface TopicUser {
  /** Where it is listed; none while its ref has no value, and after its end. */
  topic: string | undefined
  readonly handler: (message: any, entry: LogEntry) => void
}

/** The topics of one socket that are in use, and what the server has been asked for. */
export class Topics {
  readonly #record: SocketRecord
  readonly #options: TopicsOptions<any, any>
  readonly #ended: () => void
  /** Lists are replaced, never changed: one may be walked through. */
  readonly #usersOf = new Map<string, readonly TopicUser[]>()
  /** Users without a topic included. */
  #count = 0
  /** What the present link has been asked for. */
  readonly #subscribed = new Set<string>()
  #isScheduled = false
  #removers: (() => void)[] = []

  /** @param ended - called when the last user has left and the server was asked to stop */
  constructor(record: SocketRecord, options: TopicsOptions<any, any>, ended: () => void) {
    this.#record = record
    this.#options = options
    this.#ended = ended
  }

  /** Adds a user, who moves to a topic later; returns the remover. */
  add(user: TopicUser): () => void {
    this.#count++
    if (!this.#removers[0]) {
      this.#removers = [
        this.#record.on('message', (message) => this.#emit(message)),
        this.#record.on('open', () => {
          this.#subscribed.clear()
          this.#subscribe()
        }),
      ]
    }
    return () => {
      this.#count--
      this.move(user)
      this.#schedule()
    }
  }

  /** Lists a user under another topic, or under none. */
  move(user: TopicUser, topic?: string | undefined): void {
    const { topic: former } = user
    if (former === topic) return
    user.topic = topic
    if (former !== undefined) {
      const others = this.#usersOf.get(former)!.filter((one) => one !== user)
      if (others[0]) this.#usersOf.set(former, others)
      else this.#usersOf.delete(former)
    }
    if (topic !== undefined) this.#usersOf.set(topic, [...(this.#usersOf.get(topic) ?? []), user])
    this.#schedule()
  }

  #emit(message: unknown): void {
    const topic = this.#options.topicOf(message)
    for (const user of this.#usersOf.get(topic!) ?? []) {
      // A handler before it may have ended it.
      if (user.topic !== topic) continue
      try {
        user.handler(message, this.#record.mirror.lastEntry!)
      } catch (error) {
        report(error)
      }
    }
  }

  /**
   * Unsubscribes in the next microtask and subscribes in the one after it: when a hot update replaces
   * a factory, the former one must not end what the new one has just asked for.
   */
  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    // Not `queueMicrotask()`, which Jest's fake timers replace.
    void Promise.resolve()
      .then(() => this.#unsubscribe())
      .then(() => this.#subscribe())
  }

  #unsubscribe(): void {
    this.#isScheduled = false
    const topics = [...this.#subscribed].filter((topic) => !this.#usersOf.has(topic))
    for (const topic of topics) this.#subscribed.delete(topic)
    // Other tabs may want them: the next opening asks for what is in use in any tab.
    if (!this.#record.connection?.sharing) this.#ask(this.#options.unsubscribe, topics)
  }

  #subscribe(): void {
    const topics = [...this.#usersOf.keys()].filter((topic) => !this.#subscribed.has(topic))
    for (const topic of topics) this.#subscribed.add(topic)
    this.#ask(this.#options.subscribe, topics)
    if (this.#count > 0) return
    for (const remove of this.#removers) remove()
    this.#removers = []
    this.#ended()
  }

  #ask(ask: TopicsOptions<any>['unsubscribe'], topics: string[]): void {
    const { connection } = this.#record
    if (topics.length === 0 || connection?.status !== 'open') return
    call(() => ask?.(topics, (data) => connection.send(data, { queue: false })))
  }
}
