import type { SocketError } from '../diagnostics.ts'
import { cut, type TransportEnd } from '../options/close-info.ts'
import type { NativeSocket } from '../options/options.ts'
import type { Core } from './core.ts'
import type { Deadline } from './deadline.ts'

/** How a heartbeat found a link dead. */
export interface HeartbeatDeath {
  /** The page had raised the suspicion: its user looks at it, so the retry is immediate. */
  readonly byPage: boolean
  /** No ping of this link was ever followed by anything. */
  readonly unanswered: boolean
}

/** Raised once: a transport has ended by itself. */
export type Ended = (end: TransportEnd, error?: SocketError, death?: HeartbeatDeath) => void

/** What carries an attempt and the link that comes of it: a native socket, and its one end. */
export interface Transport {
  native: NativeSocket | null
  /** Aborts when it ends. */
  readonly signal: AbortSignal
  hasEnded(): boolean
  /** Takes a native socket. */
  attach(socket: NativeSocket): void
  /** Ends it if its socket is no longer OPEN; returns whether it can send. */
  ensureOpen(): boolean
  /** Ends it, and raises that. */
  end: Ended
  /** Ends it without raising that. */
  discard(code?: number, reason?: string): void
}

/** Once it has ended, nothing more is heard of its socket, which may say `close` a minute later. */
export function createTransport({ events }: Core, deadline: Deadline, ended: Ended): Transport {
  const controller = new AbortController()
  let isOver = false
  const transport: Transport = {
    native: null,
    signal: controller.signal,
    hasEnded: () => isOver,
    attach,
    ensureOpen,
    end,
    discard,
  }

  function attach(socket: NativeSocket): void {
    transport.native = socket
    // A constructor of the user's own may have closed the connection.
    if (isOver) detach(socket)
    else {
      socket.onclose = ({ code, reason, wasClean }: CloseEvent) => {
        end({ code, reason, wasClean, cause: code === 1006 ? 'network' : 'server' })
        events.drain()
      }
      // The `close` that follows has the code; if none does, the error is the end.
      socket.onerror = () => deadline.set(() => end(cut('network')), 0)
    }
  }

  function ensureOpen(): boolean {
    if (transport.native?.readyState !== 1) end(cut('network'))
    return !isOver
  }

  function end(...how: Parameters<Ended>): void {
    if (isOver) return
    discard()
    ended(...how)
  }

  function discard(code?: number, reason?: string): void {
    isOver = true
    // Runs user code, so it comes when everything is settled.
    events.defer(() => controller.abort())
    if (transport.native) detach(transport.native, code, reason)
  }

  return transport
}

function detach(socket: NativeSocket, code?: number, reason?: string): void {
  socket.onopen = socket.onmessage = socket.onclose = null
  // `ws` ends the process on an error without a handler.
  socket.onerror = () => {}
  try {
    socket.close(code, reason)
  } catch {
    // It was closed already, in its own way.
  }
}
