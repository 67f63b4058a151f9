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

type States = typeof STATES

/** What `completeInterface` makes of an EventTarget (WHATWG WebSockets, section 3.1). */
export interface WebSocketTarget extends EventTarget, States {
  onconnecting: Handler<'connecting'> | null
  onopen: Handler<'open'> | null
  onmessage: Handler<'message'> | null
  onclose: Handler<'close'> | null
  onerror: Handler<'error'> | null

  addEventListener: Listening<this>
  removeEventListener: Listening<this>
}

interface WebSocketTargetClass extends States {
  new (): WebSocketTarget
  readonly prototype: WebSocketTarget
}

/** No class of its own: a WebSocket inherits from EventTarget, and from nothing else. */
export const WebSocketTarget: WebSocketTargetClass = EventTarget as unknown as WebSocketTargetClass

/**
 * Completes a class to the interface: gives it the states and the event handlers, and makes its
 * members enumerable (Web IDL, section 3.7).
 *
 * @param keyOf - an object that belongs to one instance; throws where there is none
 */
export function completeInterface<Target extends WebSocketTarget>(
  target: { readonly prototype: Target },
  keyOf: (instance: Target) => object,
): void {
  const { prototype } = target
  for (const [name, value] of Object.entries(STATES)) {
    for (const holder of [target, prototype]) {
      Object.defineProperty(holder, name, { value, enumerable: true })
    }
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: 'WebSocket', configurable: true })
  defineEventHandlers(prototype, ['connecting', 'open', 'message', 'close', 'error'], keyOf)
  for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    Object.defineProperty(prototype, name, { ...member, enumerable: name !== 'constructor' })
  }
}
