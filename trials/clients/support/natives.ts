import { onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'

/** The native sockets that were made. */
export interface Natives {
  readonly count: number
  /** How many were connecting or open, and not told to close, at the same time. */
  readonly most: number
  /** How many are so now. */
  readonly alive: number
}

/**
 * Makes `ws` the native class, and keeps watch on it. It is the global one, so that a client that
 * passes our class by is seen too.
 */
export function watchNatives(): Natives {
  const sockets: WebSocket[] = []
  let most = 0
  const countAlive = () => sockets.filter(({ readyState }) => readyState <= WebSocket.OPEN).length

  class WatchedSocket extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols)
      sockets.push(this)
      most = Math.max(most, countAlive())
    }
  }
  vi.stubGlobal('WebSocket', WatchedSocket)
  onTestFinished(() => void vi.unstubAllGlobals())

  return {
    get count() {
      return sockets.length
    },
    get most() {
      return most
    },
    get alive() {
      return countAlive()
    },
  }
}
