import type { Closing } from './closing.ts'
import { defineEventHandlers } from './event-handlers.ts'

/**
 * The events of a `ReconnectingWebSocket`. What a WebSocket's events don't have is optional, so that
 * TypeScript takes ours where it wants a `WebSocket`; at run time it is always there.
 */
export interface ReconnectingWebSocketEventMap {
  /** An attempt begins; after a loss with its `code`, `reason` and `wasClean`. */
  connecting: Event & Partial<Closing>
  /** `isReconnect`: a redial led here. */
  open: Event & { readonly isReconnect?: boolean }
  message: MessageEvent
  close: CloseEvent
  /** A loss that was not clean; `error` says more where more is known. */
  error: Event & { readonly error?: Error | null }
}

type Type = keyof ReconnectingWebSocketEventMap

type Handler<T extends Type> = (event: ReconnectingWebSocketEventMap[T]) => any

interface Listening<Target> {
  <T extends Type>(
    type: T,
    listener:
      | ((this: Target, event: ReconnectingWebSocketEventMap[T]) => any)
      | { handleEvent: Handler<T> }
      | null,
    options?: boolean | AddEventListenerOptions,
  ): void
  (...args: Parameters<EventTarget['addEventListener']>): void
}

const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const

/** The states and the event handlers of the WebSocket interface (WHATWG WebSockets, section 3.1). */
export class WebSocketTarget extends EventTarget {
  declare static readonly CONNECTING: 0
  declare static readonly OPEN: 1
  declare static readonly CLOSING: 2
  declare static readonly CLOSED: 3
  declare readonly CONNECTING: 0
  declare readonly OPEN: 1
  declare readonly CLOSING: 2
  declare readonly CLOSED: 3

  declare onconnecting: Handler<'connecting'> | null
  declare onopen: Handler<'open'> | null
  declare onmessage: Handler<'message'> | null
  declare onclose: Handler<'close'> | null
  declare onerror: Handler<'error'> | null

  declare addEventListener: Listening<this>
  declare removeEventListener: Listening<this>

  static {
    for (const [name, value] of Object.entries(STATES)) {
      for (const target of [this, this.prototype]) {
        Object.defineProperty(target, name, { value, enumerable: true })
      }
    }
    defineEventHandlers(this.prototype, ['connecting', 'open', 'message', 'close', 'error'])
  }
}

/** Makes a class's members enumerable, as a native interface's are (Web IDL, section 3.7). */
export function makeEnumerable(prototype: object): void {
  for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    Object.defineProperty(prototype, name, { ...member, enumerable: name !== 'constructor' })
  }
}
