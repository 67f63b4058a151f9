export type ServerName = 'nats-server' | 'redis-server' | 'postgres'

export interface FoundServer {
  name: ServerName
  path: string
  /** What it says of itself, its version among it. */
  version: string
}

export interface MissingServer {
  name: ServerName
  problem: string
}

export const SERVERS: readonly ServerName[]

/**
 * A server program that works: on the path, or where Debian puts it. A path that
 * `NATS_SERVER_PATH`, `REDIS_SERVER_PATH` or `POSTGRES_PATH` names is the only one tried.
 */
export function findServer(name: ServerName): FoundServer | MissingServer
