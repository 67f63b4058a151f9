import type { Random } from './chance.ts'

/** When the clients of a library connect. */
export interface Library {
  readonly name: string
  /** Where its rules are written. */
  readonly source: string
  /** How long an attempt may take, in ms. */
  readonly connectTimeout: number
  /** The rules for that many clients, with what is to be remembered of each. */
  create(clients: number): Rules
}

/** How long a client waits before it tries again, in ms; `Infinity`: it has given up. */
export interface Rules {
  /** An attempt has failed. */
  failed(client: number, random: Random): number
  /** A link has ended. `roundTrip`: how long a ping takes to be answered. */
  lost(
    client: number,
    openedAt: number,
    closedAt: number,
    roundTrip: number,
    random: Random,
  ): number
}

/** Of a library that counts its retries. */
export interface Counting {
  readonly name: string
  readonly source: string
  /** @default Infinity */
  readonly connectTimeout?: number
  /** How long a link must have been open for the count to start anew. @default 0 */
  readonly minUptime?: number
  /** The delay before a retry, by its number, from 1. */
  create(clients: number): (retry: number, random: Random, client: number) => number
}

/** A library whose delays follow from the number of the retry. */
export function counting(of: Counting): Library {
  const { name, source, connectTimeout = Infinity, minUptime = 0 } = of
  return {
    name,
    source,
    connectTimeout,
    create(clients) {
      const delay = of.create(clients)
      const retries = new Uint16Array(clients)
      const failed: Rules['failed'] = (client, random) => {
        retries[client] = retries[client]! + 1
        return delay(retries[client], random, client)
      }
      return {
        failed,
        lost(client, openedAt, closedAt, _roundTrip, random) {
          if (closedAt - openedAt >= minUptime) retries[client] = 0
          return failed(client, random)
        },
      }
    },
  }
}
