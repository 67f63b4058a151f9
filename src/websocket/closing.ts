import type { NativeSocket } from '../options/options.ts'
import type { ResolvedOptions } from '../options/resolve-options.ts'

/** How a connection closed, as in a `CloseEvent`. */
export type Closing = Pick<CloseEvent, 'code' | 'reason' | 'wasClean'>

/** For a connection that ended without a close frame from the other side. */
export const ABNORMAL: Closing = { code: 1006, reason: '', wasClean: false }

/**
 * Waits until a socket that is closing has closed, for `connectTimeout` at most, then calls `done`.
 * Without a socket it calls `done` in a later task. Returns a function that ends the wait at once, as
 * not clean.
 */
export function awaitClose(
  native: NativeSocket | null,
  { timer, connectTimeout }: Pick<ResolvedOptions, 'timer' | 'connectTimeout'>,
  done: (closing: Closing) => void,
): () => void {
  const deadline = timer.setTimeout(expire, native ? connectTimeout : 0)

  function expire(): void {
    conclude(ABNORMAL)
  }

  function conclude(closing: Closing): void {
    timer.clearTimeout(deadline)
    if (native) native.onclose = null
    done(closing)
  }

  if (native) native.onclose = conclude
  return expire
}

/** Creates a `CloseEvent`, of our own class where the runtime has none (Node 20). */
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
