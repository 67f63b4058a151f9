import type { NativeSocket } from '../options/options.ts'

/**
 * What is being sent over a socket. A long upload is progress; that all of it has gone is none: the
 * kernel takes it in any case.
 */
export interface Upload {
  /** Looks at the socket; returns whether it has sent a part since the last look, not all of it. */
  hasProgressed(now: number): boolean
  /** Whether anything was buffered at the last look or the one before, or is. */
  isUnderWay(): boolean
  /** When to look again, so that progress is seen before the end; `Infinity` with nothing buffered. */
  lookDue(ms: number): number
}

export function createUpload(socket: NativeSocket): Upload {
  let before = 0
  let buffered = 0
  let lookedAt = 0

  return {
    hasProgressed(now) {
      before = buffered
      buffered = socket.bufferedAmount
      lookedAt = now
      return buffered > 0 && buffered < before
    },
    isUnderWay: () => before > 0 || buffered > 0 || socket.bufferedAmount > 0,
    lookDue: (ms) => (buffered > 0 ? lookedAt + ms : Infinity),
  }
}
