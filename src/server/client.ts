import {
  BAD_FRAME,
  BAD_ORIGIN,
  MAX_CONTROL,
  messageOf,
  numberOf,
  parseControl,
  parseHello,
  REPLACED,
  RESTART,
  TOO_LARGE,
  TRY_LATER,
  UNAUTHORISED,
  type Hello,
  type Position,
} from '../protocol/index.ts'
import { byteLength } from './byte-length.ts'
import type { AnyClient, Core } from './core.ts'
import { serverError } from './diagnostics.ts'
import { Downstream, type DownstreamLink } from './downstream.ts'
import type { LinkReceiver, ServerLink, UpgradeRequest } from './link.ts'
import type { LiveSession } from './live-session.ts'
import { admit, type Admission } from './opening.ts'
import type { Identity } from './options.ts'
import { isOriginAllowed } from './origins.ts'
import type { Attachment, SessionKey } from './store.ts'
import { channelTarget, EVERYONE, sessionTarget, userTarget } from './targets.ts'
import type { Seat } from './upstream.ts'

/** For the hello, and again for what follows it until the welcome, in ms. */
const OPENING_TIMEOUT = 10_000
/** A session's record is renewed so often while it is linked, in ms. */
const RENEW_EVERY = 21_600_000

type Phase = 'hello' | 'opening' | 'open' | 'ended'

interface Opened {
  readonly seat: Seat
  readonly live: LiveSession
}

/** Serves one link: hello, welcome, messages, end. */
export class Client implements AnyClient, DownstreamLink, LinkReceiver {
  readonly #core: Core
  readonly #socket: ServerLink
  /** Only until the welcome: a request is larger than all else that an idle client holds. */
  #request: UpgradeRequest | null
  #phase: Phase = 'hello'
  /** When the phase began; when it is open, when something was last heard. */
  #since: number
  #renewedAt = 0
  #expires = Infinity
  #opened: Opened | null = null

  constructor(core: Core, socket: ServerLink, request: UpgradeRequest) {
    this.#core = core
    this.#socket = socket
    this.#request = request
    this.#since = core.environment.timer.now()
    core.clients.add(this)
    core.seconds.add(this)
    core.environment.measure('clients', core.clients.size)
    if (!isOriginAllowed(request, core.options.origins)) {
      this.close(BAD_ORIGIN, 'origin not allowed')
    }
  }

  get isOpen(): boolean {
    return this.#phase === 'open'
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount
  }

  /** A socket that throws has ended: what others are sent must not hang on it. */
  send(frame: string | Uint8Array): void {
    try {
      this.#socket.send(frame)
    } catch {
      this.end()
    }
  }

  cork(): void {
    this.#socket.cork?.()
  }

  uncork(): void {
    this.#socket.uncork?.()
  }

  close(code: number, reason: string): void {
    if (this.#phase === 'ended') return
    this.#opened?.live.upstream.flush()
    this.end()
    try {
      this.#socket.close(code, reason)
    } catch {
      // It has ended already.
    }
  }

  end(): void {
    if (this.#phase === 'ended') return
    const { clients, seconds, environment } = this.#core
    this.#phase = 'ended'
    clients.delete(this)
    seconds.remove(this)
    environment.measure('clients', clients.size)
    const opened = this.#opened
    this.#opened = this.#request = null
    opened?.seat.downstream.end()
    opened?.live.upstream.detach(opened.seat)
  }

  onDrained(): void {
    this.#opened?.live.upstream.flush()
  }

  receive(frame: string | Uint8Array): void {
    if (this.#phase === 'ended') return
    if (this.#opened) return this.#receiveOpen(frame, this.#opened)
    const isAwaited = this.#phase === 'hello' && typeof frame === 'string'
    const hello = isAwaited ? parseHello(frame) : null
    if (!hello) return this.close(BAD_FRAME, 'expected a hello')
    if (this.#core.isDraining) return this.close(RESTART, 'draining')
    this.#phase = 'opening'
    this.#since = this.#core.environment.timer.now()
    void this.#answer(hello)
  }

  tick(): void {
    const { environment, idleTimeout } = this.#core
    const now = environment.timer.now()
    const waited = now - this.#since
    if (!this.#opened) {
      if (waited >= OPENING_TIMEOUT) this.close(TRY_LATER, `no ${this.#phase} in time`)
    } else if (now >= this.#expires) this.close(UNAUTHORISED, 'expired')
    else if (waited >= idleTimeout) this.close(1001, 'silent for too long')
    else if (now - this.#renewedAt >= RENEW_EVERY) this.#renew(now, this.#opened)
  }

  async #answer(hello: Hello): Promise<void> {
    const isOver = (): boolean => this.#phase === 'ended'
    const admission = await admit(this.#core, this.#request!, hello, isOver)
    this.#request = null
    if (isOver()) return
    if (this.#core.isDraining) return this.close(RESTART, 'draining')
    if (!('key' in admission)) return this.close(...admission)
    this.#welcome(hello, admission)
  }

  #welcome(hello: Hello, { key, identity, attachment }: Admission): void {
    const core = this.#core
    const position = this.#positionFor(hello, attachment)
    const other = core.sessions.get(sessionTarget(key))?.upstream.seat
    const isOlder = other && other.opening > hello.opening
    if (isOlder) return this.close(REPLACED, 'a newer opening exists')
    other?.downstream.close(REPLACED, 'a newer opening exists')

    const live = core.sessionOf(key)
    const recovered = position === hello.at
    const committed = attachment.in ?? (hello.first === 1 ? 0 : null)
    const refused = attachment.refused.filter((number) => number >= hello.first)
    const { max } = core.environment
    const welcome = { welcome: position, recovered, in: committed, max }
    this.send(JSON.stringify(refused.length > 0 ? { ...welcome, refused } : welcome))
    if (this.#phase !== 'opening') return

    const downstream = new Downstream(core.delivery, this, position[1])
    joinAll(downstream, key, identity, attachment)
    const { opening } = hello
    const seat = { opening, epoch: attachment.head[0], committed: committed ?? 0, downstream }
    this.#opened = { seat, live }
    this.#phase = 'open'
    this.#since = this.#renewedAt = core.environment.timer.now()
    this.#expires = identity.expires ?? Infinity
    live.upstream.attach(seat)
    downstream.proceed()
    if (hello.at) core.environment.measure(recovered ? 'recovered' : 'notRecovered', 1)
    core.emitOpen(live, recovered)
  }

  /** The client's own position where the log has all that follows it, otherwise the head. */
  #positionFor({ at }: Hello, { head: [epoch, head] }: Attachment): Position {
    const { first } = this.#core.log
    const isContinued = at?.[0] === epoch && at[1] <= head && at[1] + 1 >= first
    return isContinued ? at : [epoch, head]
  }

  #receiveOpen(frame: string | Uint8Array, { seat, live }: Opened): void {
    const { environment, isDraining } = this.#core
    this.#since = environment.timer.now()
    if (frame === 'ping') return seat.downstream.pong()
    const number = numberOf(frame)
    if (number < 0) return this.#receiveControl(frame)
    const data = messageOf(frame)
    if (byteLength(data) > environment.max) return this.close(TOO_LARGE, 'a message is too large')
    if (isDraining || live.upstream.receive({ number, data })) return
    this.close(BAD_FRAME, 'more messages than may be in flight')
  }

  /** Members that a later client may send are ignored; a second hello is none of them. */
  #receiveControl(frame: string | Uint8Array): void {
    const control = typeof frame === 'string' ? parseControl(frame, MAX_CONTROL) : null
    if (!control || 'hello' in control) this.close(BAD_FRAME, 'a malformed frame')
  }

  #renew(now: number, { seat, live }: Opened): void {
    const { store, report } = this.#core.environment
    this.#renewedAt = now
    store.attach(live, seat.opening).then(
      ({ fenced }) => fenced && this.close(REPLACED, 'a newer opening exists'),
      (cause) => report(serverError('S0003', { option: 'attach', cause })),
    )
  }
}

function joinAll(
  downstream: Downstream,
  key: SessionKey,
  { channels = [] }: Identity,
  { joins }: Attachment,
): void {
  for (const target of [EVERYONE, userTarget(key.user), sessionTarget(key)]) {
    downstream.join(target, 0)
  }
  for (const channel of channels) downstream.join(channelTarget(channel), 0)
  for (const [target, since] of joins) downstream.join(target, since)
}
