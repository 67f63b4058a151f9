import type { NativeSocket } from '../options/options.ts'

/**
 * How many times its `timeout` a ping has behind an upload, which must not look dead. After the last
 * progress that a browser shows, the system passes on what it took: 4 MB from Chromium, 2.8 s at
 * 1.5 MB/s.
 */
export const BEHIND_UPLOAD = 4

/**
 * What `bufferedAmount` shows of a long upload, which is progress although nothing is received.
 * Browsers report it in steps, Chromium about once a second.
 */
export interface Upload {
  /**
   * Looks at it; returns whether it has progressed since the last look. That all of it has gone is
   * no progress: the system takes megabytes, on a dead link too.
   */
  look(now: number): boolean
  /** When to look again, `ms` after the last look, so that progress is seen before the end. */
  lookDue(ms: number): number
  /** Whether anything is buffered, or was at a look in the last `ms`. */
  isRecent(now: number, ms: number): boolean
}

export function createUpload(socket: NativeSocket): Upload {
  let buffered = 0
  let lookedAt = 0
  /** When a look last found anything buffered. */
  let foundAt = -Infinity

  return {
    look(now) {
      const before = buffered
      buffered = socket.bufferedAmount
      lookedAt = now
      if (buffered > 0) foundAt = now
      return buffered > 0 && buffered < before
    },
    lookDue: (ms) => (buffered > 0 ? lookedAt + ms : Infinity),
    isRecent: (now, ms) => socket.bufferedAmount > 0 || now - foundAt <= ms,
  }
}
