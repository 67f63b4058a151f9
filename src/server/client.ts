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
import type { Client, Core, LiveSession } from './core.ts'
import { serverError } from './diagnostics.ts'
import { createDownstream } from './downstream.ts'
import type { LinkReceiver, ServerLink, UpgradeRequest } from './link.ts'
import { admit, type Admission } from './opening.ts'
import { isOriginAllowed } from './origins.ts'
import { channelTarget, EVERYONE, sessionTarget, userTarget } from './targets.ts'
import type { Seat } from './upstream.ts'

/** For the hello, and again for what follows it until the welcome, in ms. */
const OPENING_TIMEOUT = 10_000
/** A session's record is renewed so often while it is linked, in ms. */
const RENEW_EVERY = 21_600_000

type Phase = 'hello' | 'opening' | 'open' | 'ended'

/** Serves one link: hello, welcome, messages, end. */
export function serve(core: Core, socket: ServerLink, request: UpgradeRequest): LinkReceiver {
  const { environment, clients, seconds, log } = core
  const { timer } = environment
  let phase: Phase = 'hello'
  /** When the phase began; when it is open, when something was last heard. */
  let since = timer.now()
  let renewedAt = since
  let expires = Infinity
  let open: OpenLink | null = null

  /** A socket that throws has ended: what others are sent must not hang on it. */
  const link: Pick<ServerLink, 'send' | 'bufferedAmount'> = {
    send(frame) {
      try {
        socket.send(frame)
      } catch {
        end()
      }
    },
    get bufferedAmount() {
      return socket.bufferedAmount
    },
  }

  function end(): void {
    if (phase === 'ended') return
    phase = 'ended'
    clients.delete(client)
    seconds.remove(client)
    environment.measure('clients', clients.size)
    open?.seat.downstream.end()
    open?.live.upstream.detach(open.seat)
    open = null
  }

  function close(code: number, reason: string): void {
    if (phase === 'ended') return
    open?.live.upstream.flush()
    end()
    try {
      socket.close(code, reason)
    } catch {
      // It has ended already.
    }
  }

  async function answer(hello: Hello): Promise<void> {
    const admission = await admit(core, request, hello, () => phase === 'ended')
    if (phase === 'ended') return
    if (core.isDraining) return close(RESTART, 'draining')
    if (!('key' in admission)) return close(...admission)
    welcome(hello, admission)
  }

  function welcome(hello: Hello, { key, identity, attachment }: Admission): void {
    const other = core.sessions.get(sessionTarget(key))?.upstream.seat
    if (other && other.opening > hello.opening) return close(REPLACED, 'a newer opening exists')
    other?.close(REPLACED, 'a newer opening exists')
    const live = core.sessionOf(key)

    const position = isContinued(hello.at, attachment.head) ? hello.at! : attachment.head
    const recovered = position === hello.at
    const committed = attachment.in ?? (hello.first === 1 ? 0 : null)
    const downstream = createDownstream({
      environment,
      log,
      link,
      subscriptions: core.subscriptions,
      waiting: core.waiting,
      from: position[1],
      onDrained: live.upstream.flush,
      close,
    })
    for (const target of [EVERYONE, userTarget(key.user), sessionTarget(key)]) {
      downstream.join(target, 0)
    }
    for (const channel of identity.channels ?? []) downstream.join(channelTarget(channel), 0)
    for (const [target, joinedAt] of attachment.joins) downstream.join(target, joinedAt)

    const refused = attachment.refused.filter((number) => number >= hello.first)
    link.send(
      JSON.stringify({
        welcome: position,
        recovered,
        in: committed,
        max: environment.max,
        refused: refused.length > 0 ? refused : undefined,
      }),
    )
    const seat: Seat = {
      opening: hello.opening,
      epoch: attachment.head[0],
      committed: committed ?? 0,
      downstream,
      close,
    }
    if (phase !== 'opening') return
    open = { seat, live }
    phase = 'open'
    since = renewedAt = timer.now()
    expires = identity.expires ?? Infinity
    live.upstream.attach(seat)
    downstream.proceed()
    if (hello.at) environment.measure(recovered ? 'recovered' : 'notRecovered', 1)
    core.emitOpen(live.session, recovered)
  }

  /** The log has all that follows the client's position. */
  function isContinued(at: Position | undefined, [epoch, head]: Position): boolean {
    return at?.[0] === epoch && at[1] <= head && at[1] + 1 >= log.first
  }

  function receive(frame: string | Uint8Array): void {
    if (phase === 'ended') return
    if (phase === 'open') return receiveOpen(frame)
    const hello = phase === 'hello' && typeof frame === 'string' ? parseHello(frame) : null
    if (!hello) return close(BAD_FRAME, 'expected a hello')
    if (core.isDraining) return close(RESTART, 'draining')
    phase = 'opening'
    since = timer.now()
    void answer(hello)
  }

  function receiveOpen(frame: string | Uint8Array): void {
    since = timer.now()
    if (frame === 'ping') return open!.seat.downstream.pong()
    const number = numberOf(frame)
    if (number < 0) return receiveControl(frame)
    const data = messageOf(frame, number)
    if (byteLength(data) > environment.max) return close(TOO_LARGE, 'a message is too large')
    if (core.isDraining || open!.live.upstream.receive({ number, data })) return
    close(BAD_FRAME, 'more messages than may be in flight')
  }

  /** Members that a later client may send are ignored; a second hello is none of them. */
  function receiveControl(frame: string | Uint8Array): void {
    const control = typeof frame === 'string' ? parseControl(frame, MAX_CONTROL) : null
    if (!control || 'hello' in control) close(BAD_FRAME, 'a malformed frame')
  }

  const client: Client = {
    get isOpen() {
      return phase === 'open'
    },
    close,
    tick() {
      const now = timer.now()
      const waited = now - since
      if (phase !== 'open') {
        if (waited >= OPENING_TIMEOUT) close(TRY_LATER, `no ${phase} in time`)
      } else if (now >= expires) close(UNAUTHORISED, 'expired')
      else if (waited >= core.idleTimeout) close(1001, 'silent for too long')
      else if (now - renewedAt >= RENEW_EVERY) renew(now)
    },
  }

  function renew(now: number): void {
    renewedAt = now
    const { seat, live } = open!
    environment.store.attach(live.session, seat.opening).then(
      ({ fenced }) => fenced && close(REPLACED, 'a newer opening exists'),
      (cause) => environment.report(serverError('S0003', { option: 'attach', cause })),
    )
  }

  clients.add(client)
  seconds.add(client)
  environment.measure('clients', clients.size)
  if (!isOriginAllowed(request, core.options.origins)) close(BAD_ORIGIN, 'origin not allowed')
  return { receive, end }
}

interface OpenLink {
  readonly seat: Seat
  readonly live: LiveSession
}
