import { call } from '../connection/callbacks.ts'
import { parse, type Asked, type Batch, type Question } from './frames.ts'

/** As much of a `BroadcastChannel` as is used. */
export interface TabChannel {
  /** Called with what another of this name has posted. */
  onmessage: ((event: MessageEvent) => void) | null
  /** Posts to all others of this name, in this tab and in others. */
  postMessage(data: unknown): void
  /** Hears nothing more. */
  close(): void
}

/** Opens a channel of this name: by default a `BroadcastChannel`. */
export type CreateTabChannel = (name: string) => TabChannel

/** What a tab says to the others, and hears of them. */
export interface Wire {
  /** Identifies this tab. */
  readonly id: string
  post(frame: Omit<Batch, 'from'> | (Question & { readonly term: number })): void
  /** Begins to listen to itself: whether what it posts arrives anywhere. */
  listenForEcho(): void
  /** Whether it has heard itself since. */
  hasEcho(): boolean
  close(): void
}

/**
 * @param echoed - called when it has heard itself
 * @throws what `create` throws
 */
export function openWire(
  id: string,
  name: string,
  create: CreateTabChannel,
  receive: (frame: Batch | Asked) => void,
  echoed: () => void,
): Wire {
  const channel = create(name)
  let echo: TabChannel | undefined
  let isHeard = false
  channel.onmessage = ({ data }) => {
    const frame = parse(data)
    if (frame && frame.from !== id) receive(frame)
  }

  function stopEcho(): void {
    echo?.close()
    echo = undefined
  }

  return {
    id,
    // It throws for what can't be copied: what a WebSocket that isn't the browser's delivers.
    post: (frame) => call(() => channel.postMessage({ ...frame, from: id })),
    listenForEcho() {
      stopEcho()
      isHeard = false
      echo = create(name)
      echo.onmessage = ({ data }) => {
        if (parse(data)?.from !== id) return
        isHeard = true
        stopEcho()
        echoed()
      }
    },
    hasEcho: () => isHeard,
    close() {
      stopEcho()
      channel.onmessage = null
      channel.close()
    },
  }
}
