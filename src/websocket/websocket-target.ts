import type { Closing } from './closing.ts'
import { defineEventHandlers } from './event-handlers.ts'

/**
 * The events of a `ReconnectingWebSocket`. The fields that a WebSocket's events don't have are always
 * there, but optional in the types, so that TypeScript accepts it in place of a `WebSocket`.
 */
export interface ReconnectingWebSocketEventMap {
  /** An attempt begins, or will after a delay; after a loss with its `code`, `reason`, `wasClean`. */
  connecting: Event & Partial<Closing>
  /** It is open. `isReconnect`: after at least one retry. */
  open: Event & { readonly isReconnect?: boolean }
  message: MessageEvent
  close: CloseEvent
  /** The link was lost, not clean; `error` is the cause, where it is known. */
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

/** An EventTarget with what `completeInterface` adds (WHATWG WebSockets, section 3.1). */
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

/** EventTarget itself: a WebSocket inherits from it directly (WHATWG WebSockets, section 3.1). */
export const WebSocketTarget: WebSocketTargetClass = EventTarget as unknown as WebSocketTargetClass

/**
 * Completes a class to the interface of a WebSocket: adds the states and the event handlers, and makes
 * the members enumerable (Web IDL, section 3.7).
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
