import { defineDiagnostics } from 'nostics'
import type { DiagnosticDefinition } from 'nostics'
import { docsBase, socketError, type Details, type SocketError } from '../diagnostics.ts'

/** The server's own messages, apart from the others so that no page carries them. */
const codes: Record<ServerCode, DiagnosticDefinition<any>> = {
  HEARTBEAT_SOCKET_S0001: {
    why: (p: { value?: string | number }): string =>
      `The handler of a message threw, in attempt ${p.value} of 4.`,
    fix: 'Look at `cause`. After the last attempt the message is noted as refused; throw `Refused` where another attempt is of no use.',
  },
  HEARTBEAT_SOCKET_S0002: {
    why: (p: { value?: string | number }): string =>
      `The handler of a message took longer than ${p.value} ms.`,
    fix: 'Pass `signal` on to what takes long, or raise "handlerTimeout".',
  },
  HEARTBEAT_SOCKET_S0003: {
    why: (p: { option: string }): string => `The store failed in ${p.option}().`,
    fix: 'Look at `cause`, and whether the store can be reached. The server goes on trying.',
  },
  HEARTBEAT_SOCKET_S0004: {
    why: (p: { value?: string | number }): string => `The function "authenticate" ${p.value}.`,
    fix: 'Return `{ user, channels }`, or `null` for a client that may not connect. This client was closed with 1013, and comes back.',
  },
  HEARTBEAT_SOCKET_S0005: {
    why: (p: { value?: string | number }): string =>
      `The log holds the messages of the last ${p.value} s only.`,
    fix: 'Give the store a larger "maxMessages" and "maxBytes": the messages of 120 s. Clients that were away for longer than the log holds are not recovered.',
  },
  HEARTBEAT_SOCKET_S0006: {
    why: 'The store has another epoch: its log was lost, or a part of it.',
    fix: 'All clients reconnect, and are told that they are not recovered. See to how the store keeps its data.',
  },
  HEARTBEAT_SOCKET_S0007: {
    why: 'This is no target.',
    fix: 'Pass the name of a channel, `{ user }`, or `{ session }` with a session of this server. Only channels can be joined.',
  },
  HEARTBEAT_SOCKET_S0008: {
    why: (p: { option: string }): string => `Your function for "${p.option}" threw.`,
    fix: 'Look at `cause`. The server goes on as if it had not.',
  },
  HEARTBEAT_SOCKET_S0009: {
    why: 'The session is not linked to this server any more.',
    fix: 'Join and leave in a handler, or while the session is open; its next opening can be used again.',
  },
  HEARTBEAT_SOCKET_S0010: {
    why: (p: { value?: string | number }): string =>
      `Redis may evict keys: its "maxmemory-policy" is ${p.value}.`,
    fix: 'Set "maxmemory-policy noeviction": evicted sessions and messages would be lost without a word. `strict: false` goes on nevertheless.',
  },
  HEARTBEAT_SOCKET_S0011: {
    why: 'Redis hides which server it is: INFO has no "run_id" or no "master_replid".',
    fix: 'Use a Redis that shows them: a failover that lost messages can not be noticed otherwise. `strict: false` goes on nevertheless.',
  },
  HEARTBEAT_SOCKET_S0012: {
    why: (p: { value?: string | number }): string => `This Redis ${p.value}.`,
    fix: 'Connect the client to a primary of version 7 or later. The server goes on trying.',
  },
}

type ServerCode = `HEARTBEAT_SOCKET_S${number}`

const catalogue =
  process.env.NODE_ENV === 'production' ? null : defineDiagnostics({ docsBase, codes })

/** Makes the error for one of the server's codes. */
export const serverError = (
  number: `S${number}`,
  details: Details = {},
  ErrorClass: ErrorConstructor = Error,
): SocketError => socketError(number, details, ErrorClass, catalogue)
