import type { Connection } from '../connection/connection.ts'
import type { SendOptions } from '../options/send-options.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { Received, Sent, SocketName } from '../store/sockets.ts'
import { MAX_TIMEOUT } from '../timers/index.ts'
import { RequestError, type RequestFailure } from './request-error.ts'

/** How questions and answers of a server belong together. */
export interface CreateRequestOptions<Name extends SocketName = 'default', Question = any> {
  /** The socket's name. @default 'default' */
  readonly socket?: Name | undefined
  /** Makes the message of a question and its id, a new one each time. */
  readonly tag: (data: Question, id: number) => Sent<Name>
  /** The id that a message answers, as a number or as text; anything else where it answers none. */
  readonly replyTo: (message: Received<Name>) => unknown
  /**
   * What is wrong, where an answer says so: the request is then `refused`. `undefined`, `null` and
   * `false` mean that nothing is.
   * @default every answer is a success
   */
  readonly errorOf?: ((message: Received<Name>) => unknown) | undefined
  /** How long a request waits for its answer, in ms from the call. @default 10_000 */
  readonly timeout?: number | undefined
}

/** How a question is asked. */
export interface RequestOptions extends SendOptions {
  /** How long to wait for the answer, in ms from the call. @default what `createRequest()` was given */
  readonly timeout?: number | undefined
}

/** A question that waits for its answer. */
interface Pending {
  /** Whether it has gone out. */
  isSent: boolean
  readonly resolve: (answer: unknown) => void
  readonly fail: (reason: RequestFailure, data?: unknown) => void
}

/** How many questions may wait: what is never answered must not fill the memory. */
const MAX_PENDING = 1_000

/** The requests over one socket. */
export class Requests {
  readonly #record: SocketRecord
  readonly #options: CreateRequestOptions<any>
  readonly #pending = new Map<number, Pending>()
  /** Those that have not gone out, by their messages. */
  readonly #waiting = new Map<unknown, Pending>()
  #lastId: number | undefined
  #removers: (() => void)[] = []

  constructor(record: SocketRecord, options: CreateRequestOptions<any>) {
    this.#record = record
    this.#options = options
  }

  /** Resolves with the answer; rejects with a `RequestError`, or with what `tag` throws. */
  ask(data: unknown, { timeout, queue, signal }: RequestOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const connection = this.#carrier(signal)
      const { random, timer } = connection.options
      // From a random start, so that two tabs behind one login don't take each other's answers.
      const id = (this.#lastId ?? Math.floor(random() * 2 ** 52)) + 1
      const message = this.#options.tag(data, id)
      this.#lastId = id
      const sending = new AbortController()

      const settle = (outcome: string): void => {
        if (process.env.NODE_ENV !== 'production' && this.#pending.has(id)) {
          this.#record.onRequest?.({ id, at: timer.now(), outcome })
        }
        timer.clearTimeout(deadline)
        signal?.removeEventListener('abort', abort)
        this.#pending.delete(id)
        this.#waiting.delete(message)
        if (this.#pending.size === 0) this.#unlisten()
      }
      const fail = (reason: RequestFailure, why?: unknown): void => {
        settle(reason)
        reject(new RequestError(reason, why))
        // What has failed must not go out later.
        sending.abort()
      }
      const abort = (): void => fail('aborted', signal!.reason)

      const ms = timeout ?? this.#options.timeout ?? 10_000
      const deadline = timer.setTimeout(() => fail('timeout'), Math.min(ms, MAX_TIMEOUT))
      signal?.addEventListener('abort', abort)
      const pending: Pending = {
        isSent: false,
        resolve: (answer) => (settle('answered'), resolve(answer)),
        fail,
      }
      this.#pending.set(id, pending)
      this.#waiting.set(message, pending)
      this.#listen()
      if (process.env.NODE_ENV !== 'production') {
        this.#record.onRequest?.({ id, at: timer.now() })
      }
      const result = connection.send(message, { queue, signal: sending.signal })
      if (result === 'dropped') fail('dropped')
    })
  }

  /** @throws RequestError where nothing can be asked */
  #carrier(signal: AbortSignal | undefined): Connection {
    if (signal?.aborted) throw new RequestError('aborted', signal.reason)
    if (this.#pending.size >= MAX_PENDING) throw new RequestError('busy')
    this.#record.update()
    // There is none on a server, nor before the socket is created.
    if (!this.#record.connection) throw new RequestError('dropped')
    return this.#record.connection
  }

  #listen(): void {
    if (this.#removers[0]) return
    const record = this.#record
    this.#removers = [
      record.on('message', (message) => this.#answer(message)),
      record.on('sent', (message) => {
        const pending = this.#waiting.get(message)
        if (pending) pending.isSent = true
        this.#waiting.delete(message)
      }),
      record.on('drop', ({ data }) => this.#waiting.get(data)?.fail('dropped')),
      record.on('close', () => {
        for (const { isSent, fail } of this.#pending.values()) if (isSent) fail('lost')
      }),
    ]
  }

  #unlisten(): void {
    for (const remove of this.#removers) remove()
    this.#removers = []
  }

  #answer(message: unknown): void {
    const pending = this.#pending.get(Number(this.#options.replyTo(message)))
    if (!pending) return
    const error = this.#options.errorOf?.(message) ?? false
    if (error === false) pending.resolve(message)
    else pending.fail('refused', error)
  }
}
