import { WebSocket as PartySocket } from 'partysocket'
import OtherWebSocket from 'reconnecting-websocket'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'

/** What can stand as `WebSocket` in a test: the runtime's own class, ours, or another library's. */
export const SIDES = ['native', 'ours', 'partysocket', 'reconnecting-websocket'] as const

export type Side = (typeof SIDES)[number]

type SocketClass = new (...args: any[]) => unknown

/** Longer than any test waits. */
const TIMEOUT = 60_000

/** The classes that take the place of the runtime's own, with options for no retries. */
const CLASSES: Record<Exclude<Side, 'native'>, [SocketClass, object]> = {
  ours: [ReconnectingWebSocket, { maxReconnectAttempts: 0, timeoutInterval: TIMEOUT }],
  partysocket: [PartySocket, { maxRetries: 0, connectionTimeout: TIMEOUT }],
  'reconnecting-websocket': [OtherWebSocket, { maxRetries: 0, connectionTimeout: TIMEOUT }],
}

/** Puts a class in the place of `WebSocket`. */
export function install(side: Side): void {
  if (side === 'native') return
  const [target, options] = CLASSES[side]
  const all = { ...options, WebSocket: globalThis.WebSocket }
  // A proxy rather than a subclass: between a WebSocket and an EventTarget there is no other class.
  const value = new Proxy(target, {
    construct(_, args: unknown[], newTarget) {
      const given = args.length === 0 ? [] : [args[0], args[1], all]
      return Reflect.construct(target, given, newTarget)
    },
  })
  Object.defineProperty(target, 'name', { value: 'WebSocket', configurable: true })
  Object.defineProperty(target.prototype, 'constructor', {
    value,
    writable: true,
    configurable: true,
  })
  Object.defineProperty(globalThis, 'WebSocket', { value, writable: true, configurable: true })
}
