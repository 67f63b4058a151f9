import { cut, type CloseInfo } from '../options/close-info.ts'
import type { RawData } from '../options/options.ts'
import type { Outcome } from './attempt.ts'
import type { Core } from './core.ts'
import type { Deadline } from './deadline.ts'
import { createHeartbeat, type HeartbeatDeath, type WatchedLink } from './heartbeat.ts'
import { deliver } from './incoming.ts'
import { endSocket, onEnd } from './native-socket.ts'
import type { Carrier, Outbox } from './outbox.ts'

/** What a link raises. After `ended` it raises nothing more. */
export interface LinkEvents {
  /** It has been open long enough, and still lives. */
  stable(): void
  ended(close: CloseInfo, death?: HeartbeatDeath): void
}

/** An open native socket: received from, sent over, watched by a heartbeat, ended once. */
export interface Link extends WatchedLink, Carrier {
  /** Starts the heartbeat, and delivers what was held during the handshake. */
  start(): void
  /** Goes on with changed options. */
  watch(): void
  /** `offline`: it may be dead. */
  suspect(): void
  /** The page woke: it may be dead, unless something came just now. */
  wake(): void
  /** Ends the link without raising it. */
  discard(code?: number, reason?: string): void
}

/** @param slowness - multiplies the heartbeat's `timeout` */
export function createLink(
  core: Core,
  outbox: Outbox,
  deadline: Deadline,
  { socket, controller, held }: Extract<Outcome, { type: 'opened' }>,
  raise: LinkEvents,
  slowness: number,
): Link {
  const { state, events, clock } = core
  const openSince = clock()
  let isOver = false

  const link: Link = {
    native: socket,
    ensureOpen,
    end,
    discard,
    start,
    watch,
    send,
    hasEnded,
    isTrusted,
    suspect: () => heartbeat.suspect(true),
    wake: () => heartbeat.wake(),
  }
  const heartbeat = createHeartbeat(core, deadline, link, slowness)
  socket.onmessage = receive
  onEnd(socket, core, deadline, end)

  function send(data: RawData): void {
    socket.send(data)
  }

  function hasEnded(): boolean {
    return isOver
  }

  function ensureOpen(): boolean {
    if (socket.readyState !== 1) end(cut('network'))
    return !isOver
  }

  function end(close: CloseInfo, death?: HeartbeatDeath): void {
    if (isOver) return
    discard()
    raise.ended(close, death)
  }

  function isTrusted(): boolean {
    heartbeat.checkLateness()
    return !heartbeat.isSuspected()
  }

  function discard(code?: number, reason?: string): void {
    isOver = true
    // Runs user code, so it comes when everything is settled.
    events.defer(() => controller.abort())
    endSocket(socket, code, reason)
  }

  function start(): void {
    if (isOver) return
    watch()
    for (const [raw, at] of held) {
      if (isOver) return
      if (!heartbeat.take(raw, clock())) events.inTurn(accept, raw, at)
    }
  }

  function watch(): void {
    const { heartbeat: settings, reconnect, binaryType } = core.options
    socket.binaryType = binaryType
    deadline.clear()
    if (settings.interval === Infinity && state.attempts > 0) {
      deadline.set(raise.stable, reconnect.stableAfter - (clock() - openSince))
    }
    if (heartbeat.start()) outbox.flush(link)
  }

  // Hot path: must not allocate.
  function receive({ data }: MessageEvent): void {
    const { timer, heartbeat: settings, reconnect } = core.options
    const at = timer.now()
    const now = clock(at)
    const isProven = settings.interval < Infinity && now - openSince >= reconnect.stableAfter
    if (state.attempts > 0 && isProven) raise.stable()
    if (heartbeat.hear(now)) outbox.flush(link)
    if (!heartbeat.take(data, now) && !isOver) events.inTurn(accept, data, at)
    events.drain()
  }

  function accept(raw: unknown, at: number): void {
    if (!isOver) deliver(core, raw, at)
  }

  return link
}
