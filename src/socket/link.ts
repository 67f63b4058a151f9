import { socketError, type SocketError } from '../diagnostics.ts'
import { areProtocols, redact, toAddress } from './address.ts'
import { arrived } from './arrived.ts'
import type { CloseCause, CloseInfo } from './close-info.ts'
import { encode } from './codec.ts'
import { createTimeout, type Core } from './core.ts'
import { createInbox, type Inbox } from './handshake.ts'
import { createHeartbeat, type Heartbeat, type HeartbeatDeath } from './heartbeat.ts'
import type { NativeSocket, Protocols, SocketUrl } from './options.ts'
import { isThenable, settle } from './settle.ts'

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
  /** Whether messages flow: the handshake is over, and the link has not ended. */
  isOpen(): boolean
  /** As `isOpen()`, once an open link whose native socket is no longer open has been ended. */
  isReady(): boolean
  /** Asks for the address and dials; in this task, unless the address is a promise. */
  dial(): void
  /**
   * Watches over an open link, with the options as they are now, and delivers what came during the
   * handshake.
   */
  watch(): void
  /** @throws what the native socket throws */
  send(data: any): void
  /** Ends the link, and tells so. */
  end(cause: CloseCause): void
  /** Ends the link without a word. */
  discard(code?: number, reason?: string): void
}

/** ONE native WebSocket's life: opens within a deadline, is watched, ends exactly once. */
export function createLink(core: Core, owner: LinkOwner, patience: number): Link {
  const { state, events } = core
  const timeout = createTimeout(core)
  const abort = new AbortController()
  const { signal } = abort
  let phase: 'dialling' | 'open' | 'ended' = 'dialling'
  let native: NativeSocket | undefined
  let inbox: Inbox | undefined

  const heartbeat = createHeartbeat(
    core,
    {
      get native() {
        return native!
      },
      isReady,
      flowing: owner.flowing,
      dead: (death) => end('heartbeat', undefined, death),
    },
    patience,
  )

  const hasEnded = () => phase === 'ended'

  function isReady(): boolean {
    if (phase === 'open' && native!.readyState !== 1) end('network')
    return phase === 'open'
  }

  function end(how: CloseCause | CloseInfo, error?: SocketError, death?: HeartbeatDeath): void {
    if (hasEnded()) return
    discard()
    const close =
      typeof how === 'string' ? { code: 1006, reason: '', wasClean: false, cause: how } : how
    owner.ended(close, error, death)
  }

  function discard(code?: number, reason?: string): void {
    phase = 'ended'
    timeout()
    heartbeat.stop()
    inbox?.end()
    // Runs code of the user's, so it comes when everything is settled.
    events.defer(() => abort.abort())
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

  function open(url: SocketUrl, protocols: Protocols): void {
    const { WebSocket = globalThis.WebSocket, binaryType } = core.options
    if (hasEnded()) return
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
      end('network', socketError(WebSocket ? 'R0002' : 'C0003', details))
      return
    }
    // A constructor of the user's own may run code of theirs.
    if (hasEnded()) {
      discard()
      return
    }
    native.binaryType = binaryType
    listen(native)
  }

  function listen(socket: NativeSocket): void {
    const on = (type: 'open' | 'message' | 'close' | 'error', handle: (event: any) => void) => {
      socket[`on${type}`] = (event: unknown) => {
        handle(event)
        events.drain()
      }
    }
    on('open', shakeHands)
    on('message', receive)
    on('close', ({ code, reason, wasClean }: CloseEvent) => {
      const cause = code === 1006 ? 'network' : 'server'
      end({ code, reason, wasClean, cause })
    })
    // The `close` that follows knows the code; if none does, this is the end.
    on('error', () => timeout(() => end('network')))
  }

  function shakeHands(): void {
    const { handshake, codec } = core.options
    native!.onopen = null
    if (!handshake) {
      announce()
      return
    }
    inbox = createInbox(codec)
    const { receive } = inbox
    const send = (data: unknown) => native!.send(encode(codec, data))
    settle<void>(
      () => handshake({ send, receive, attempt: state.attempts, signal }),
      announce,
      (cause) => end('handshake', socketError('R0001', { option: 'handshake', cause })),
      events.drain,
    )
  }

  function announce(): void {
    // A socket that is closing already will say so, or run into its deadline.
    if (hasEnded() || native!.readyState !== 1) return
    timeout()
    phase = 'open'
    owner.opened()
    events.defer(watch)
  }

  function receive({ data }: MessageEvent): void {
    const { timer, heartbeat: settings, reconnect } = core.options
    const now = timer.now()
    if (state.attempts > 0 && phase === 'open' && settings.interval < Infinity) {
      state.openedAt = Math.min(state.openedAt!, now)
      if (now - state.openedAt >= reconnect.stableAfter) owner.stable()
    }
    if (heartbeat.take(data, now) || hasEnded()) return
    if (!inbox) deliver(data, now)
    else if (!inbox.add(data, now)) end('handshake', socketError('R0010'))
  }

  function deliver(raw: unknown, at: number): void {
    events.defer(() => {
      if (phase === 'open') arrived(core, raw, at)
    })
  }

  function watch(): void {
    if (phase !== 'open') return
    const { heartbeat: settings, reconnect, timer, binaryType } = core.options
    native!.binaryType = binaryType
    const sinceOpening = timer.now() - state.openedAt!
    timeout()
    if (settings.interval === Infinity && state.attempts > 0) {
      timeout(owner.stable, reconnect.stableAfter - Math.max(0, sinceOpening))
    }
    heartbeat.start()
    for (const [raw, at] of inbox?.end() ?? []) deliver(raw, at)
    inbox = undefined
  }

  return {
    heartbeat,
    get native() {
      return native
    },
    isOpen: () => phase === 'open',
    isReady,
    end,
    discard,
    send: (data) => native!.send(data),
    dial() {
      const { url, protocols, connectTimeout } = core.options
      const context = { attempt: state.attempts, lastClose: state.lastClose, signal }
      timeout(() => end('connect-timeout'), connectTimeout)
      settle<readonly [SocketUrl, Protocols]>(
        () => {
          const address = typeof url === 'function' ? url(context) : url
          const pending = isThenable(address) && Promise.resolve(address)
          // Should the next function throw, nobody else would hear of this one's rejection.
          if (pending) void pending.catch(() => {})
          const names = typeof protocols === 'function' ? protocols(context) : protocols
          return pending || isThenable(names)
            ? Promise.all([pending || address, names])
            : ([address, names] as [SocketUrl, Protocols])
        },
        ([address, names]) => open(address, names),
        (cause) => end('network', socketError('R0001', { option: 'url', cause })),
        events.drain,
      )
    },
    watch,
  }
}
