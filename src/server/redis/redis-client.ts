import { deadline } from './deadline.ts'

/** A part of a command: text, or bytes as they are. */
export type RedisArgument = string | Buffer

/** A client of the package `redis`, version 5.10 or 6, as far as it is used. */
export interface RedisClient {
  readonly options?: { readonly socket?: object | undefined } | undefined
  /** Each use gets a connection of its own, with options that suit it. */
  duplicate(overrides: any): RedisConnection
}

/** One of its duplicates. */
export interface RedisConnection {
  /** Resolves once commands can be sent. */
  connect(): Promise<unknown>
  /** Sends a command of any kind, and resolves with its reply. */
  sendCommand(args: readonly RedisArgument[], options?: any): Promise<unknown>
  /** Listens to a channel, until the connection ends. */
  subscribe(channel: string, listener: (message: Buffer) => void, isBinary: true): Promise<unknown>
  /** Without a listener an error would end the process. */
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Ends at once; replies that are still expected reject. */
  destroy(): void
}

/** For connecting and for each command, in ms: a server that hangs answers neither. */
export const ANSWER_WITHIN = 5_000

/** Asks for bulk strings (`$`) as buffers. */
export const BINARY: { readonly typeMapping: Readonly<Record<number, typeof Buffer>> } = {
  typeMapping: { ['$'.charCodeAt(0)]: Buffer },
}

/**
 * A connection of its own, which ends for good when it is lost: to connect again means to compare the
 * server's identity again, which the client's own reconnecting would skip.
 */
export async function connect(
  redis: RedisClient,
  onEnd: (cause: Error) => void,
): Promise<RedisConnection> {
  const client = redis.duplicate({
    // Each command has a deadline of ours; version 6 would give it 5 s to be written, at a busy moment.
    commandOptions: { timeout: undefined },
    disableOfflineQueue: true,
    socket: { ...redis.options?.socket, connectTimeout: ANSWER_WITHIN, reconnectStrategy: false },
  })
  client.on('error', onEnd)
  try {
    await deadline(client.connect(), ANSWER_WITHIN)
    return client
  } catch (cause) {
    destroy(client)
    throw cause
  }
}

export function destroy(client: RedisConnection): void {
  try {
    client.destroy()
  } catch {
    // It has ended already.
  }
}

/** The first word of Redis' error reply (`READONLY`, `OOM`); '' for an error of the connection. */
export const codeOf = (error: unknown): string =>
  (error instanceof Error && /^([A-Z]{2,})\b/.exec(error.message)?.[1]) || ''
