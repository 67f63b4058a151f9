import type { ReconnectingWebSocketEventMap } from 'vue-heartbeat-socket/socket'

type EventMap = ReconnectingWebSocketEventMap
type Type = keyof EventMap

const TYPES: readonly Type[] = ['connecting', 'open', 'message', 'close', 'error']

/** Notes every event of a socket, in order. */
export class Journal {
  readonly entries: { readonly event: Event; readonly readyState: number }[] = []

  constructor(socket: EventTarget & { readonly readyState: number }) {
    for (const type of TYPES) {
      socket.addEventListener(type, (event) => {
        this.entries.push({ event, readyState: socket.readyState })
      })
    }
  }

  /** The types of all events, in order. */
  get types(): string[] {
    return this.entries.map(({ event }) => event.type)
  }

  /** All events in order, each with its code if it has one: `close 1006`. */
  get story(): string[] {
    return this.entries.map(({ event }) => {
      const { code } = event as CloseEvent
      return code === undefined ? event.type : `${event.type} ${code}`
    })
  }

  /** The `readyState` that listeners saw at each event. */
  get states(): number[] {
    return this.entries.map(({ readyState }) => readyState)
  }

  of<T extends Type>(type: T): EventMap[T][] {
    return this.entries
      .map(({ event }) => event)
      .filter((event) => event.type === type) as EventMap[T][]
  }

  clear(): void {
    this.entries.length = 0
  }
}
