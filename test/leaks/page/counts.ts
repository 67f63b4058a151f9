/** What goes on in a page. */
export interface Counts {
  readonly timers: number
  /** Animation frames asked for. */
  readonly frames: number
  /** Sockets that no one told to close. */
  readonly open: number
}

export interface PageCounter {
  counts(): Counts
  /** Sockets that have not closed yet. */
  closing(): number
  /** Closes all sockets behind their owners' backs. */
  breakAll(): void
}

/** Counts the timers, frames and sockets of this page from now on. */
export function countAll(): PageCounter {
  const timers = countCalls('setTimeout', 'clearTimeout')
  const frames = countCalls('requestAnimationFrame', 'cancelAnimationFrame')
  const sockets = new Set<WebSocket>()
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.add(this)
      this.addEventListener('close', () => sockets.delete(this))
    }
  }
  return {
    counts: () => ({
      timers: timers.size,
      frames: frames.size,
      open: [...sockets].filter(({ readyState }) => readyState < WebSocket.CLOSING).length,
    }),
    closing: () => sockets.size,
    breakAll: () => sockets.forEach((socket) => socket.close()),
  }
}

type Callback = (...args: any[]) => void

/** The handles of what was begun and is neither cancelled nor over. */
function countCalls(
  begin: 'setTimeout' | 'requestAnimationFrame',
  cancel: 'clearTimeout' | 'cancelAnimationFrame',
): ReadonlySet<number> {
  const pending = new Set<number>()
  const natively: Record<string, (...args: any[]) => number> = {
    begin: window[begin].bind(window) as never,
    cancel: window[cancel].bind(window) as never,
  }
  Object.assign(window, {
    [begin](callback: Callback, ms?: number) {
      const handle = natively.begin!((...args: unknown[]) => {
        pending.delete(handle)
        callback(...args)
      }, ms)
      pending.add(handle)
      return handle
    },
    [cancel](handle: number) {
      pending.delete(handle)
      natively.cancel!(handle)
    },
  })
  return pending
}
