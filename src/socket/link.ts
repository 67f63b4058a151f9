import { socketError, type SocketError } from '../diagnostics.ts'
import { Timeout } from '../timer/index.ts'
import { areProtocols, redact, toAddress } from './address.ts'
import type { CloseCause, CloseInfo } from './close-info.ts'
import { HandshakeInbox, type Arrival } from './handshake.ts'
import { Heartbeat, type HeartbeatDeath, type HeartbeatLink } from './heartbeat.ts'
import { encode } from './codec.ts'
import type {
  DialContext,
  HandshakeContext,
  NativeSocket,
  Protocols,
  RawData,
  SocketUrl,
} from './options.ts'
import { isThenable, settle } from './settle.ts'
import type { ResolvedHeartbeat, ResolvedOptions } from './resolve-options.ts'

const OPEN = 1

/** What a link tells its connection. After `ended` or `declined` nothing more comes. */
export interface LinkOwner {
  readonly options: ResolvedOptions
  opened(): void
  arrived(raw: any, at: number): void
  /** Something came `stableAfter` or more after the opening. */
  stable(): void
  pinged(data: RawData): void
  ponged(data: RawData): void
  answered(latency: number): void
  cleared(): void
  /** There is no url now. */
  declined(): void
  ended(close: CloseInfo, details: LinkEnd): void
}

export interface LinkEnd {
  readonly death?: HeartbeatDeath
  readonly error?: SocketError
}

/** ONE native WebSocket's life: opens within a deadline, is watched, ends exactly once. */
export class Link implements HeartbeatLink {
  readonly #owner: LinkOwner
  readonly #context: Omit<DialContext, 'signal'>
  readonly #patience: number
  readonly #abort = new AbortController()
  readonly #timeout = new Timeout()
  #phase: 'dialling' | 'open' | 'ended' = 'dialling'
  #native: NativeSocket | null = null
  #heartbeat: Heartbeat | null = null
  #inbox: HandshakeInbox | null = null
  #isStable = false
  #openedAt = 0

  constructor(owner: LinkOwner, context: Omit<DialContext, 'signal'>, patience: number) {
    this.#owner = owner
    this.#context = context
    this.#patience = patience
  }

  get isOpen(): boolean {
    return this.#phase === 'open'
  }

  /** Whether `send()` should queue because nobody knows if the link lives. */
  get inDoubt(): boolean {
    return this.#heartbeat?.inDoubt ?? false
  }

  get isReady(): boolean {
    if (this.#native?.readyState === OPEN) return true
    if (this.#phase === 'open') this.#lose()
    return false
  }

  get native(): NativeSocket | null {
    return this.#native
  }

  get bufferedAmount(): number {
    return this.#native?.bufferedAmount ?? 0
  }

  get settings(): ResolvedHeartbeat {
    return this.#owner.options.heartbeat as ResolvedHeartbeat
  }

  get timer(): ResolvedOptions['timer'] {
    return this.#owner.options.timer
  }

  get random(): () => number {
    return this.#owner.options.random
  }

  /** Asks for the address and dials; in this task, unless the address is a promise. */
  dial(): void {
    const { url, protocols, connectTimeout } = this.#owner.options
    this.#timeout.set(this.timer, () => this.#end('connect-timeout'), connectTimeout)
    const context: DialContext = { ...this.#context, signal: this.#abort.signal }
    const ask = () => {
      const address = typeof url === 'function' ? url(context) : url
      const names = typeof protocols === 'function' ? protocols(context) : protocols
      return isThenable(address) || isThenable(names)
        ? Promise.all([address, names])
        : ([address, names] as const)
    }
    settle<readonly [SocketUrl, Protocols]>(
      ask,
      ([address, names]) => this.#open(address, names),
      (error) => this.#fail('url', 'network', error),
    )
  }

  send(data: RawData): void {
    this.#native?.send(data)
  }

  /** Starts to watch over an open link, and delivers what came during the handshake. */
  watch(): void {
    const now = this.timer.now()
    const { heartbeat, reconnect } = this.#owner.options
    if (heartbeat === false) {
      this.#timeout.set(this.timer, () => this.#stabilise(), reconnect.stableAfter)
    } else {
      this.#heartbeat?.start(now)
    }
    const held = this.#inbox?.end() ?? []
    this.#inbox = null
    for (const { raw, at } of held) if (this.isOpen) this.#owner.arrived(raw, at)
  }

  /** Goes on with changed options. */
  reconfigure(): void {
    const now = this.timer.now()
    if (this.#owner.options.heartbeat === false) {
      this.#heartbeat?.stop()
      this.#heartbeat = null
    } else if (this.#heartbeat !== null) {
      this.#heartbeat.restart(now)
    } else {
      this.#heartbeat = new Heartbeat(this, this.#patience)
      this.#heartbeat.start(now)
    }
  }

  /** The page woke, or went offline: is the link still there? */
  doubt(reason: 'wake' | 'offline'): void {
    if (!this.isOpen || !this.isReady) return
    const now = this.timer.now()
    if (reason === 'wake') this.#heartbeat?.wake(now)
    else this.#heartbeat?.doubt(now, true)
  }

  /** Looks for a deadline that passed unseen, before something is sent. */
  suspect(now: number): void {
    this.#heartbeat?.suspect(now)
  }

  pinged(data: RawData): void {
    this.#owner.pinged(data)
  }

  ponged(data: RawData): void {
    this.#owner.ponged(data)
  }

  answered(latency: number): void {
    if (this.isOpen) this.#owner.answered(latency)
  }

  cleared(): void {
    this.#owner.cleared()
  }

  dead(death: HeartbeatDeath): void {
    this.#end('heartbeat', { death })
  }

  /** Ends the attempt because the machine slept through its deadline. */
  expire(): void {
    this.#end('connect-timeout')
  }

  /** Ends the link from this side without telling the owner, who knows. */
  discard(code?: number, reason?: string): void {
    if (this.#phase !== 'ended') this.#tearDown(code, reason)
  }

  /** Tells the user's functions that the attempt is over; runs code of theirs. */
  abort(): void {
    this.#abort.abort()
  }

  #open(url: SocketUrl, protocols: Protocols): void {
    if (this.#phase !== 'dialling') return
    if (url === null || url === undefined) {
      this.discard()
      this.#owner.declined()
      return
    }
    const address = typeof url === 'string' || url instanceof URL ? toAddress(url) : null
    if (address === null || (protocols !== undefined && !areProtocols(protocols))) {
      this.#refuse(url, protocols)
      return
    }
    const { WebSocket = globalThis.WebSocket, binaryType } = this.#owner.options
    try {
      this.#native =
        protocols === undefined
          ? new WebSocket(address)
          : new WebSocket(address, protocols as string | string[])
    } catch {
      this.#refuse(url, protocols)
      return
    }
    this.#native.binaryType = binaryType
    this.#native.onopen = () => this.#shakeHands()
    this.#native.onmessage = this.#receive
    this.#native.onclose = (event: CloseEvent) => this.#closed(event)
    // The `close` that follows knows the code; if none does, this is the end.
    this.#native.onerror = () => this.#timeout.set(this.timer, () => this.#lose(), 0)
  }

  #shakeHands(): void {
    const { handshake, heartbeat, codec } = this.#owner.options
    if (heartbeat !== false) this.#heartbeat = new Heartbeat(this, this.#patience)
    if (handshake === undefined) {
      this.#announce()
      return
    }
    const inbox = (this.#inbox = new HandshakeInbox(codec))
    const context: HandshakeContext = {
      send: (data) => this.send(encode(codec, data)),
      receive: inbox.receive,
      attempt: this.#context.attempt,
      signal: this.#abort.signal,
    }
    settle<void>(
      () => handshake(context),
      () => this.#announce(),
      (error) => this.#fail('handshake', 'handshake', error),
    )
  }

  #announce(): void {
    if (this.#phase === 'ended' || !this.isReady) return
    this.#timeout.clear()
    this.#phase = 'open'
    this.#openedAt = this.timer.now()
    this.#owner.opened()
  }

  readonly #receive = (event: MessageEvent): void => {
    const now = this.timer.now()
    if (!this.#isStable && this.isOpen) this.#checkStable(now)
    const isHeartbeat = this.#heartbeat !== null && this.#heartbeat.take(event.data, now)
    if (isHeartbeat || this.#phase === 'ended') return
    if (this.#inbox === null) this.#owner.arrived(event.data, now)
    else this.#hold({ raw: event.data, at: now })
  }

  #hold({ raw, at }: Arrival): void {
    try {
      this.#inbox?.add(raw, at)
    } catch (error) {
      this.#end('handshake', { error: error as SocketError })
    }
  }

  #checkStable(now: number): void {
    const { heartbeat, reconnect } = this.#owner.options
    this.#openedAt = Math.min(this.#openedAt, now)
    if (heartbeat !== false && now - this.#openedAt >= reconnect.stableAfter) {
      this.#stabilise()
    }
  }

  #stabilise(): void {
    this.#isStable = true
    this.#owner.stable()
  }

  #fail(option: 'url' | 'handshake', end: CloseCause, cause: unknown): void {
    this.#end(end, { error: socketError('HEARTBEAT_SOCKET_R0001', { option, cause }) })
  }

  /** What was thrown isn't passed on: it may hold the address with its token. */
  #refuse(url: SocketUrl, protocols: Protocols): void {
    const value = `url ${redact(url)}, protocols ${String(protocols)}`
    const error = socketError('HEARTBEAT_SOCKET_R0002', { option: 'url', value })
    this.#end('network', { error })
  }

  #lose(): void {
    this.#end('network')
  }

  #closed({ code, reason, wasClean }: CloseEvent): void {
    const cause: CloseCause = code === 1006 ? 'network' : 'server'
    this.#end(cause, {}, { code, reason, wasClean, cause })
  }

  #end(cause: CloseCause, details: LinkEnd = {}, close: CloseInfo = ended(cause)): void {
    if (this.#phase === 'ended') return
    this.#tearDown()
    this.#owner.ended(close, details)
  }

  #tearDown(code?: number, reason?: string): void {
    this.#phase = 'ended'
    this.#timeout.clear()
    this.#heartbeat?.stop()
    this.#inbox?.end()
    const native = this.#native
    if (native === null) return
    native.onopen = native.onmessage = native.onclose = null
    // `ws` ends the process on an error that nobody listens to.
    native.onerror = () => {}
    try {
      native.close(code, reason)
    } catch {
      // It was closed already, in its own way.
    }
  }
}

function ended(cause: CloseCause): CloseInfo {
  return { code: 1006, reason: '', wasClean: false, cause }
}
