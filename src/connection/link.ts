import type { SocketError } from '../diagnostics.ts'
import { cut } from '../options/close-info.ts'
import type { NativeSocket } from '../options/options.ts'
import { sessionOf, type Core } from './core.ts'
import type { Deadline } from './deadline.ts'
import type { Arrival } from './handshake.ts'
import { createHeartbeat } from './heartbeat.ts'
import { deliver } from './incoming.ts'
import type { Line } from './line.ts'
import type { Carrier, Outbox } from './outbox.ts'
import type { Transport } from './transport.ts'

/** An open native socket: received from, sent over, and watched by a heartbeat. */
export interface Link extends Carrier {
  /** Starts the heartbeat, and delivers what was held during the handshake. */
  start(held: readonly Arrival[]): void
  /** Goes on with changed options. */
  watch(): void
  /** The page went offline: it may be dead. */
  suspect(): void
  /** The page woke: it may be dead, unless something came just now. */
  wake(): void
}

/** @param stable - called when it has been open long enough, and still lives */
export function createLink(
  core: Core,
  transport: Transport,
  socket: NativeSocket,
  deadline: Deadline,
  outbox: Outbox,
  line: Line,
  stable: () => void,
): Link {
  const { state, events, clock } = core
  const { inFlight } = outbox
  const session = sessionOf(core)
  const heartbeat = createHeartbeat(core, transport, socket, deadline, line, inFlight, () =>
    outbox.flush(link),
  )
  const openSince = clock()
  const link: Link = {
    start,
    watch,
    suspect: () => heartbeat.suspect(true),
    wake: heartbeat.wake,
    ensureOpen: transport.ensureOpen,
    isTrusted: heartbeat.isTrusted,
    send: (data, number) => socket.send(session ? session.frameOf(number, data) : data),
    awaitReceipt: heartbeat.awaitReceipt,
  }
  const sessionEvents = {
    deliver: (message: unknown, at: number) => deliver(core, message, at),
    acknowledge(upTo: number, refused: readonly number[]) {
      outbox.acknowledge(upTo, refused)
      outbox.flush(link)
    },
    fail: (error: SocketError) => transport.end(cut('network'), error),
  }
  socket.onmessage = receive

  function start(held: readonly Arrival[]): void {
    if (transport.hasEnded()) return
    watch()
    for (const [raw, at] of held) {
      if (!heartbeat.receive(raw, clock()) || session) events.inTurn(accept, raw, at)
    }
  }

  function watch(): void {
    const { heartbeat: settings, reconnect, binaryType } = core.options
    socket.binaryType = binaryType
    deadline.clear()
    if (settings.interval === Infinity && state.attempts > 0) {
      deadline.set(stable, reconnect.stableAfter - (clock() - openSince))
    }
    heartbeat.start()
  }

  // Hot path: must not allocate.
  function receive({ data }: MessageEvent): void {
    const { timer, heartbeat: settings, reconnect } = core.options
    const at = timer.now()
    const now = clock(at)
    const isProven = settings.interval < Infinity && now - openSince >= reconnect.stableAfter
    if (state.attempts > 0 && isProven) stable()
    // A session's answer to a ping also says how far it is.
    if (!heartbeat.receive(data, now) || session) events.inTurn(accept, data, at)
    events.drain()
  }

  function accept(raw: unknown, at: number): void {
    if (transport.hasEnded()) return
    if (session) session.receive(raw, at, sessionEvents)
    else deliver(core, raw, at)
  }

  return link
}
