import { socketError, type SocketError } from '../diagnostics.ts'
import { areProtocols, redact, toAddress } from '../options/address.ts'
import { cut, type CloseInfo } from '../options/close-info.ts'
import { encode } from '../options/codec.ts'
import type { NativeSocket, Protocols, SocketUrl } from '../options/options.ts'
import { callAsync } from './callbacks.ts'
import type { Core } from './core.ts'
import type { Deadline } from './deadline.ts'
import { createInbox, type Arrival } from './handshake.ts'
import { endSocket, onEnd } from './native-socket.ts'

/** How an attempt came out. */
export type Outcome =
  | {
      readonly type: 'opened'
      readonly socket: NativeSocket
      /** Aborts what the url, protocols and handshake functions may still be doing. */
      readonly controller: AbortController
      /** What came during the handshake and was not taken by it, oldest first. */
      readonly held: readonly Arrival[]
    }
  | { readonly type: 'no-url' }
  | { readonly type: 'failed'; readonly close: CloseInfo; readonly error?: SocketError | undefined }

export interface Attempt {
  readonly native: NativeSocket | null
  /** Asks for the address and opens a socket; in this task, unless the address is a promise. */
  start(): void
  /** Ends the attempt without an outcome. */
  discard(code?: number, reason?: string): void
  /** Ends the attempt as one that took too long. */
  expire(): void
}

/**
 * One effort to connect: asks for url and protocols, opens a native socket, shakes hands. It has
 * exactly one outcome, unless it is discarded.
 */
export function createAttempt(
  core: Core,
  deadline: Deadline,
  settled: (outcome: Outcome) => void,
): Attempt {
  const { state, events } = core
  const controller = new AbortController()
  const { signal } = controller
  const inbox = createInbox(core.options.codec)
  let socket: NativeSocket | null = null
  let isOver = false

  function discard(code?: number, reason?: string): void {
    isOver = true
    inbox.end()
    // Runs user code, so it comes when everything is settled.
    events.defer(() => controller.abort())
    if (socket) endSocket(socket, code, reason)
  }

  function conclude(outcome: Outcome): void {
    if (isOver) return
    discard()
    settled(outcome)
  }

  function fail(close: CloseInfo, error?: SocketError): void {
    conclude({ type: 'failed', close, error })
  }

  /** Goes on with an option's value, or with what the user's function there returns in time. */
  function ask<Answer, Context>(
    option: 'url' | 'protocols' | 'handshake',
    asked: Answer | ((context: Context) => Answer | PromiseLike<Answer>),
    context: Context,
    goOn: (answer: Answer) => void,
  ): void {
    callAsync(
      () => (typeof asked === 'function' ? (asked as any)(context) : asked),
      (answer: Answer) => isOver || goOn(answer),
      (cause) => {
        const how = option === 'handshake' ? option : 'network'
        fail(cut(how), socketError('R0001', { option, cause }))
      },
      events.drain,
    )
  }

  function open(url: SocketUrl, protocols: Protocols): void {
    const { WebSocket = globalThis.WebSocket, binaryType } = core.options
    if (url === null || url === undefined) {
      conclude({ type: 'no-url' })
      return
    }
    let native: NativeSocket
    try {
      const address = toAddress(url)
      const names = (protocols ?? []) as string[]
      if (!address || !areProtocols(names)) throw undefined
      native = new WebSocket(address, names)
    } catch {
      // What was thrown isn't passed on: it may hold the address with its token.
      const details =
        process.env.NODE_ENV === 'production'
          ? { option: 'url' }
          : { option: 'url', value: redact(url) }
      fail(cut('network'), socketError(WebSocket ? 'R0002' : 'C0003', details))
      return
    }
    // A constructor of the user's own may have closed the connection.
    if (isOver) {
      endSocket(native)
      return
    }
    socket = native
    native.binaryType = binaryType
    native.onopen = emitting(() => shakeHands(native))
    onEnd(native, core, deadline, fail)
  }

  function emitting<Event>(handle: (event: Event) => void) {
    return (event: Event): void => {
      handle(event)
      events.drain()
    }
  }

  function shakeHands(native: NativeSocket): void {
    const { handshake, codec } = core.options
    native.onopen = null
    // Not before: what comes from a socket that is not open is no message.
    native.onmessage = emitting(hold)
    const context = {
      send: (data: unknown) => native.send(encode(codec, data)),
      receive: inbox.receive,
      attempt: state.attempts,
      signal,
    }
    ask('handshake', handshake, context, () => {
      // A socket that is closing already will say so, or run into the deadline.
      if (native.readyState !== 1) return
      isOver = true
      settled({ type: 'opened', socket: native, controller, held: inbox.end() })
    })
  }

  function hold({ data }: MessageEvent): void {
    if (!inbox.add(data, core.options.timer.now())) fail(cut('handshake'), socketError('R0010'))
  }

  return {
    get native() {
      return socket
    },
    discard,
    expire: () => fail(cut('connect-timeout')),
    start() {
      const { url, protocols } = core.options
      const context = { attempt: state.attempts, lastClose: state.lastClose, signal }
      // The url last: the token in it may be good for moments only.
      ask('protocols', protocols, context, (names) =>
        ask('url', url, context, (address) => open(address, names)),
      )
    },
  }
}
