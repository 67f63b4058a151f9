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
   * What is wrong, where an answer says so: the request is then `refused`. `undefined`, and all else
   * that is falsy, means that nothing is.
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

/** Ends a request: fails it for a reason, or without one answers it. */
type End = (reason: RequestFailure | undefined, data?: unknown) => void

/** Asks a question; rejects with a `RequestError`, or with what `tag` throws. */
export type Ask = (question: unknown, options: RequestOptions) => Promise<unknown>

/** How many questions may wait: what is never answered must not fill the memory. */
const MAX_PENDING = 1_000

/** Creates the requests over one socket. It is listened to only while there are some. */
export function createRequests(record: SocketRecord, options: CreateRequestOptions<any>): Ask {
  const pending = new Map<number, End>()
  /** Those that have not gone out, by their messages. */
  const waiting = new Map<unknown, End>()
  let lastId: number | undefined
  let removers: (() => void)[] = []

  function listen(): void {
    removers = [
      record.on('message', answer),
      record.on('sent', (message) => waiting.delete(message)),
      record.on('drop', ({ data }) => waiting.get(data)?.('dropped')),
      record.on('status', ({ status }) => {
        const { connection } = record
        // With a session the next link may bring the answers.
        const goesOn = status === 'open' ? connection?.recovered : /ing|sus/.test(status)
        if (goesOn && connection?.options.session) return
        const unsent = new Set(waiting.values())
        for (const end of pending.values()) if (!unsent.has(end)) end('lost')
      }),
    ]
  }

  function answer(message: unknown): void {
    const end = pending.get(+options.replyTo(message)!)
    if (!end) return
    const error = options.errorOf?.(message)
    if (error) end('refused', error)
    else end(undefined, message)
  }

  return (question, { timeout = options.timeout ?? 10_000, queue, signal }) =>
    new Promise((resolve, reject) => {
      record.update()
      const { connection } = record
      // There is none on a server, and before the socket is created.
      if (!connection || pending.size >= MAX_PENDING) {
        throw new RequestError(connection ? 'busy' : 'dropped')
      }

      const { random, timer } = connection.options
      // From a random start, so that two tabs behind one login don't take each other's answers.
      const id = (lastId = (lastId ?? Math.floor(random() * 2 ** 52)) + 1)
      const message = options.tag(question, id)
      const sending = new AbortController()

      const end: End = (reason, data) => {
        if (process.env.NODE_ENV !== 'production' && pending.has(id)) {
          record.onRequest?.({ id, at: timer.now(), outcome: reason ?? 'answered' })
        }
        timer.clearTimeout(deadline)
        signal?.removeEventListener('abort', abort)
        pending.delete(id)
        waiting.delete(message)
        if (pending.size === 0) for (const remove of removers) remove()
        if (reason === undefined) return resolve(data)
        reject(new RequestError(reason, data))
        // What has failed must not go out later.
        sending.abort()
      }
      const abort = (): void => end('aborted', signal!.reason)
      const deadline = timer.setTimeout(() => end('timeout'), Math.min(timeout, MAX_TIMEOUT))
      signal?.addEventListener('abort', abort)
      if (pending.size === 0) listen()
      pending.set(id, end)
      waiting.set(message, end)
      if (process.env.NODE_ENV !== 'production') record.onRequest?.({ id, at: timer.now() })
      if (signal?.aborted) return abort()
      const result = connection.send(message, { queue, signal: sending.signal })
      if (result === 'dropped') end('dropped')
    })
}
