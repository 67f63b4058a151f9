import type { SocketError } from '../diagnostics.ts'
import { serverError } from './diagnostics.ts'
import type { MessageHandler, Session } from './session.ts'

/** What `on()` listens to: the events of the server, and the types of their listeners. */
export interface ServerEvents<Up = unknown, Down = unknown> {
  /** A message of a client. Where several handlers are set, they run one after the other. */
  message: MessageHandler<Up, Down>
  /**
   * A client has opened a link, and has been sent what it had missed. `recovered: false`: it has
   * missed something, or comes for the first time; send it the state that it should have.
   */
  open: (session: Session<Down>, event: { readonly recovered: boolean }) => unknown
  /** Something failed. Without a listener it is printed to the console. */
  error: (error: SocketError) => unknown
}

export interface Listeners<Up, Down> {
  readonly handlers: ReadonlySet<MessageHandler<Up, Down>>
  /** Returns the listener's remover. */
  on<Name extends keyof ServerEvents>(
    name: Name,
    listener: ServerEvents<Up, Down>[Name],
  ): () => void
  emitOpen(session: Session<Down>, recovered: boolean): void
  report(error: SocketError): void
}

export function createListeners<Up, Down>(): Listeners<Up, Down> {
  const listeners: { [Name in keyof ServerEvents]: Set<ServerEvents<Up, Down>[Name]> } = {
    message: new Set(),
    open: new Set(),
    error: new Set(),
  }

  function report(error: SocketError): void {
    if (listeners.error.size === 0) console.error(error)
    for (const listener of listeners.error) {
      try {
        listener(error)
      } catch (thrown) {
        console.error(thrown)
      }
    }
  }

  return {
    handlers: listeners.message,
    on(name, listener) {
      const set: Set<unknown> = listeners[name]
      set.add(listener)
      return () => void set.delete(listener)
    },
    emitOpen(session, recovered) {
      const failed = (cause: unknown): void =>
        report(serverError('S0008', { option: 'open', cause }))
      for (const listener of listeners.open) {
        // An asynchronous listener's rejection is reported like a throw.
        new Promise((resolve) => resolve(listener(session, { recovered }))).catch(failed)
      }
    },
    report,
  }
}
