import { WebSocket } from 'ws'

export interface Client {
  readonly socket: WebSocket
  /** Everything received so far; binary messages as their bytes joined by commas. */
  readonly messages: string[]
  readonly opened: Promise<void>
  readonly closed: Promise<{ code: number; reason: string }>
  /** The first message from now on that fits. */
  next(fits?: (message: string) => boolean): Promise<string>
}

/** A plain client that knows nothing of this library. */
export function connect(url: string, headers: Record<string, string> = {}): Client {
  const socket = new WebSocket(url, { headers })
  const messages: string[] = []
  const waiting = new Set<(message: string) => void>()
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? [...(data as Buffer)].join() : String(data)
    messages.push(message)
    for (const listener of waiting) listener(message)
  })
  // The outcome of a failed attempt is its `close`; without a listener an `error` ends the process.
  socket.on('error', () => {})

  return {
    socket,
    messages,
    opened: new Promise((resolve) => socket.once('open', resolve)),
    closed: new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    ),
    next: (fits = () => true) =>
      new Promise((resolve) => {
        const listener = (message: string) => {
          if (!fits(message)) return
          waiting.delete(listener)
          resolve(message)
        }
        waiting.add(listener)
      }),
  }
}
