import { socketError, type SocketError } from '../diagnostics.ts'
import { areProtocols, redact, toAddress } from '../options/address.ts'
import { arrived } from './arrived.ts'
import { cut, type CloseInfo } from '../options/close-info.ts'
import { encode } from '../options/codec.ts'
import type { Core } from './core.ts'
import { createInbox } from './handshake.ts'
import { createHeartbeat, type Heartbeat, type HeartbeatDeath } from './heartbeat.ts'
import type { NativeSocket, Protocols, RawData, SocketUrl } from '../options/options.ts'
import { settle } from './settle.ts'

/** What a link tells the one who dialled it. After `ended` or `declined` nothing more comes. */
export interface LinkOwner {
  opened(): void
  /** It has been open long enough, and still lives. */
  stable(): void
  /** A doubt is over: messages can flow again. */
  flowing(): void
  /** There is no url now. */
  declined(): void
  ended(close: CloseInfo, error?: SocketError, death?: HeartbeatDeath): void
}

export interface Link {
  readonly heartbeat: Heartbeat
  /** The native socket, once there is one. */
  readonly native: NativeSocket | undefined
  /** Whether messages flow, once an open link whose native socket is no longer open has been ended. */
  isReady(): boolean
  /** Asks for the address and dials; in this task, unless the address is a promise. */
  dial(): void
  /** Watches over an open link, with the options as they are now. */
  watch(): void
  /** @throws what the native socket throws */
  send(data: any): void
  /** Ends the link, and tells so. */
  end(close: CloseInfo): void
  /** Ends the link without a word. */
  discard(code?: number, reason?: string): void
}

/** ONE native WebSocket's life: opens within a deadline, is watched, ends exactly once. */
export function createLink(core: Core, owner: LinkOwner, patience: number): Link {
  const { state, events, clock, timeout } = core
  const abort = new AbortController()
  const { signal } = abort
  const inbox = createInbox(core.options.codec)
  let native: NativeSocket | undefined
  let openedAt = 0
  let isOver = false

  const heartbeat = createHeartbeat(
    core,
    {
      get native() {
        return native!
      },
      send,
      hasEnded,
      isReady,
      flowing: owner.flowing,
      dead: (death) => end(cut('heartbeat'), undefined, death),
    },
    patience,
  )

  function send(data: RawData): void {
    native!.send(data)
  }

  function hasEnded(): boolean {
    return isOver
  }

  function isReady(): boolean {
    if (state.status === 'open' && native!.readyState !== 1) end(cut('network'))
    return state.status === 'open'
  }

  function end(close: CloseInfo, error?: SocketError, death?: HeartbeatDeath): void {
    if (isOver) return
    discard()
    owner.ended(close, error, death)
  }

  function discard(code?: number, reason?: string): void {
    isOver = true
    timeout()
    inbox.end()
    // Runs code of the user's, so it comes when everything is settled.
    events.defer(() => abort.abort())
    drop(code, reason)
  }

  function drop(code?: number, reason?: string): void {
    if (!native) return
    native.onopen = native.onmessage = native.onclose = null
    // `ws` ends the process on an error that nobody listens to.
    native.onerror = () => {}
    try {
      native.close(code, reason)
    } catch {
      // It was closed already, in its own way.
    }
  }

  /** Goes on with what an option says, or the user's function there; what comes too late is dropped. */
  function ask<Answer, Context>(
    option: 'url' | 'protocols' | 'handshake',
    asked: Answer | ((context: Context) => Answer | PromiseLike<Answer>),
    context: Context,
    goOn: (answer: Answer) => void,
  ): void {
    settle(
      () => (typeof asked === 'function' ? (asked as any)(context) : asked),
      (answer: Answer) => isOver || goOn(answer),
      (cause) => {
        const how = option === 'handshake' ? option : 'network'
        end(cut(how), socketError('R0001', { option, cause }))
      },
      events.drain,
    )
  }

  function open(url: SocketUrl, protocols: Protocols): void {
    const { WebSocket = globalThis.WebSocket, binaryType } = core.options
    if (url === null || url === undefined) {
      discard()
      owner.declined()
      return
    }
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
      end(cut('network'), socketError(WebSocket ? 'R0002' : 'C0003', details))
      return
    }
    // A constructor of the user's own may run code of theirs.
    if (isOver) {
      drop()
      return
    }
    native.binaryType = binaryType
    on('open', shakeHands)
    on('close', ({ code, reason, wasClean }: CloseEvent) => {
      const cause = code === 1006 ? 'network' : 'server'
      end({ code, reason, wasClean, cause })
    })
    // The `close` that follows knows the code; if none does, this is the end.
    on('error', () => timeout(() => end(cut('network'))))
  }

  function on(type: 'open' | 'message' | 'close' | 'error', handle: (event: any) => void): void {
    native![`on${type}`] = (event: unknown) => {
      handle(event)
      events.drain()
    }
  }

  function shakeHands(): void {
    const { handshake, codec } = core.options
    native!.onopen = null
    // Not before: what comes from a socket that is not open is nobody's message.
    on('message', receive)
    const context = {
      send: (data: unknown) => send(encode(codec, data)),
      receive: inbox.receive,
      attempt: state.attempts,
      signal,
    }
    ask('handshake', handshake, context, announce)
  }

  function announce(): void {
    // A socket that is closing already will say so, or run into its deadline.
    if (native!.readyState !== 1) return
    openedAt = clock()
    owner.opened()
    watch()
    for (const arrival of inbox.end()) events.inTurn(deliver, ...arrival)
  }

  function receive({ data }: MessageEvent): void {
    const { timer, heartbeat: settings, reconnect } = core.options
    const at = timer.now()
    const now = clock(at)
    const isOpen = state.status === 'open'
    const isProven = settings.interval < Infinity && now - openedAt >= reconnect.stableAfter
    if (isOpen && state.attempts > 0 && isProven) owner.stable()
    if (heartbeat.take(data, now) || isOver) return
    if (isOpen) events.inTurn(deliver, data, at)
    else if (!inbox.add(data, at)) end(cut('handshake'), socketError('R0010'))
  }

  function deliver(raw: unknown, at: number): void {
    if (!isOver) arrived(core, raw, at)
  }

  function watch(): void {
    if (state.status !== 'open') return
    const { heartbeat: settings, reconnect, binaryType } = core.options
    native!.binaryType = binaryType
    timeout()
    if (settings.interval === Infinity && state.attempts > 0) {
      timeout(owner.stable, reconnect.stableAfter - (clock() - openedAt))
    }
    heartbeat.start()
  }

  return {
    heartbeat,
    get native() {
      return native
    },
    isReady,
    end,
    discard,
    send,
    dial() {
      const { url, protocols, connectTimeout } = core.options
      const context = { attempt: state.attempts, lastClose: state.lastClose, signal }
      timeout(() => end(cut('connect-timeout')), connectTimeout)
      // The url last: the token in it may be good for moments only.
      ask('protocols', protocols, context, (names) =>
        ask('url', url, context, (address) => open(address, names)),
      )
    },
    watch,
  }
}
