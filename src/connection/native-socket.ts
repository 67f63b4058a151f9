import { cut, type CloseInfo } from '../options/close-info.ts'
import type { NativeSocket } from '../options/options.ts'
import type { Core } from './core.ts'
import type { Deadline } from './deadline.ts'

/** Calls `ended` when the socket ends by itself. */
export function onEnd(
  socket: NativeSocket,
  { events }: Core,
  deadline: Deadline,
  ended: (close: CloseInfo) => void,
): void {
  socket.onclose = ({ code, reason, wasClean }: CloseEvent) => {
    ended({ code, reason, wasClean, cause: code === 1006 ? 'network' : 'server' })
    events.drain()
  }
  // The `close` that follows has the code; if none does, the error is the end.
  socket.onerror = () => deadline.set(() => ended(cut('network')), 0)
}

/** Detaches a socket, so that nothing late of it is heard, and closes it. */
export function endSocket(socket: NativeSocket, code?: number, reason?: string): void {
  socket.onopen = socket.onmessage = socket.onclose = null
  // `ws` ends the process on an error without a handler.
  socket.onerror = () => {}
  try {
    socket.close(code, reason)
  } catch {
    // It was closed already, in its own way.
  }
}
