export interface NatsServer {
  /** Of its websocket listener. */
  readonly url: string
  /** Stops the process without ending it: it says nothing any more, and its links stay. */
  freeze(): void
  stop(): Promise<void>
}

/** What the login of its one user is. */
export const LOGIN: { readonly user: string; readonly pass: string }

/**
 * Starts a nats-server of its own on fresh ports.
 *
 * @param path - of the program
 * @param pingInterval - after how much silence it pings a client, in ms
 */
export function startNatsServer(path: string, pingInterval: number): Promise<NatsServer>
