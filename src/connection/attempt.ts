import { socketError, type SocketError } from '../diagnostics.ts'
import { areProtocols, redact, toAddress } from '../options/address.ts'
import { cut } from '../options/close-info.ts'
import { codecs, encode } from '../options/codec.ts'
import type { NativeSocket, Protocols, SocketUrl } from '../options/options.ts'
import type { Welcome } from '../options/session.ts'
import { isThenable } from '../options/thenable.ts'
import { sessionOf, type Core } from './core.ts'
import { createInbox, type Arrival } from './handshake.ts'
import type { Transport } from './transport.ts'

/** A native socket is open and shaken hands with. */
export type Opening = [
  socket: NativeSocket,
  /** What came during the handshake and was not taken by it, oldest first. */
  held: readonly Arrival[],
  /** What the handshake, or the session's, has answered. */
  answer: Partial<Welcome> | void,
]

/** An option that is a function: asked once an attempt. */
type Ask<Answer, Context> = (context: Context) => Answer | PromiseLike<Answer>

/** What an attempt asks, and how it can come out besides the end of its transport. */
export interface AttemptEvents {
  /** The lowest number of a message in flight, or else the next one. */
  first(): number
  opened(...opening: Opening): void
  /** There is no url now. */
  declined(): void
}

/**
 * Makes one effort to connect: asks for protocols and url, opens a native socket, shakes hands. All
 * of it in this task, unless a function returns a promise.
 */
export function attempt(core: Core, transport: Transport, raise: AttemptEvents): void {
  const { state, events } = core
  const { signal } = transport
  const { url, protocols } = core.options
  const session = sessionOf(core)
  const { cursor } = core.lifetime
  const context = { attempt: state.attempts, lastClose: state.lastClose, cursor, signal }
  // The url last: the token in it may be good for moments only.
  ask('protocols', protocols, context, (names) =>
    ask('url', url, context, (address) => open(address, names)),
  )

  /** Goes on with an option's value, or with what the user's function there returns in time. */
  function ask<Answer, Context>(
    option: 'url' | 'protocols' | 'handshake',
    asked: Answer | Ask<Answer, Context>,
    given: Context,
    goOn: (answer: Answer) => unknown,
  ): void {
    const failed = (cause: unknown) => {
      const isHandshake = option === 'handshake'
      // A session's own errors say more.
      const error = session && isHandshake ? null : socketError('R0001', { option, cause })
      transport.end(cut(isHandshake ? option : 'network'), error ?? (cause as SocketError))
    }
    let answer: Answer | PromiseLike<Answer>
    let isAwaited: boolean
    try {
      answer = typeof asked === 'function' ? (asked as Ask<Answer, Context>)(given) : asked
      isAwaited = isThenable(answer)
    } catch (cause) {
      failed(cause)
      return
    }
    const arrived = (inTime: Answer) => transport.hasEnded() || goOn(inTime)
    // A plain value is used in this task.
    if (isAwaited) void Promise.resolve(answer).then(arrived, failed).then(events.drain)
    else arrived(answer as Answer)
  }

  function open(target: SocketUrl, names: Protocols): void {
    if (target === null || target === undefined) {
      transport.discard()
      raise.declined()
      return
    }
    const socket = construct(target, names)
    if (!socket) return
    transport.attach(socket)
    if (transport.hasEnded()) return
    socket.binaryType = core.options.binaryType
    socket.onopen = () => {
      shakeHands(socket)
      events.drain()
    }
  }

  function construct(target: SocketUrl, names: Protocols = []): NativeSocket | undefined {
    const { WebSocket = globalThis.WebSocket } = core.options
    try {
      const address = toAddress(target)
      if (!address || !areProtocols(names)) throw undefined
      return new WebSocket(address, session ? session.offer(names) : (names as string[]))
    } catch {
      // What was thrown isn't passed on: it may hold the address with its token.
      const details =
        process.env.NODE_ENV === 'production'
          ? { option: 'url' }
          : { option: 'url', value: redact(target) }
      transport.end(cut('network'), socketError(WebSocket ? 'R0002' : 'C0003', details))
      return undefined
    }
  }

  function shakeHands(socket: NativeSocket): void {
    const { handshake, timer } = core.options
    const codec = session ? codecs.raw : core.options.codec
    const inbox = createInbox(codec)
    signal.addEventListener('abort', inbox.end)
    socket.onopen = null
    // Not before: what comes from a socket that is not open is no message.
    socket.onmessage = ({ data }: MessageEvent) => {
      if (!inbox.add(data, timer.now())) transport.end(cut('handshake'), socketError('R0010'))
      events.drain()
    }
    const tools = {
      send: (data: unknown) => socket.send(encode(codec, data)),
      receive: inbox.receive,
      attempt: state.attempts,
      protocol: socket.protocol,
      cursor: core.lifetime.cursor,
      signal,
      first: raise.first(),
      auth: core.options.session?.auth,
    }
    ask<Partial<Welcome> | void, typeof tools>(
      'handshake',
      session ? session.shakeHands : handshake,
      tools,
      // A socket that is closing already will say so, or run into the deadline.
      (answer) => socket.readyState === 1 && raise.opened(socket, inbox.end(), answer),
    )
  }
}
