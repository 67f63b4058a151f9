import type { NativeSocket } from '../options/options.ts'
import type { ResolvedOptions } from '../options/resolve-options.ts'

/** How a connection closed, as a `CloseEvent` tells it. */
export type Closing = Pick<CloseEvent, 'code' | 'reason' | 'wasClean'>

/** An end of our own making. */
export const ABNORMAL: Closing = { code: 1006, reason: '', wasClean: false }

/**
 * Calls `done` when a socket that was told to close has done so, after `connectTimeout` at the
 * latest, or in a moment if there is none; returns a function that waits no longer.
 */
export function awaitClose(
  native: NativeSocket | null,
  { timer, connectTimeout }: Pick<ResolvedOptions, 'timer' | 'connectTimeout'>,
  done: (closing: Closing) => void,
): () => void {
  const deadline = timer.setTimeout(giveUp, native ? connectTimeout : 0)

  function giveUp(): void {
    conclude(ABNORMAL)
  }

  function conclude(closing: Closing): void {
    timer.clearTimeout(deadline)
    if (native) native.onclose = null
    done(closing)
  }

  if (native) native.onclose = conclude
  return giveUp
}

/** A `CloseEvent` of the runtime's own class, or of ours where there is none (Node 20). */
export function createCloseEvent(type: string, closing: Closing): CloseEvent {
  const { code, reason, wasClean } = closing
  const { CloseEvent = OwnCloseEvent } = globalThis
  return new CloseEvent(type, { code, reason, wasClean }) as CloseEvent
}

class OwnCloseEvent extends Event implements Closing {
  readonly #closing: Closing

  constructor(type: string, closing: Closing) {
    super(type)
    this.#closing = closing
  }

  get code(): number {
    return this.#closing.code
  }

  get reason(): string {
    return this.#closing.reason
  }

  get wasClean(): boolean {
    return this.#closing.wasClean
  }
}
