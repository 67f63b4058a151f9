import type { StandardSchema } from '../options/schema.ts'

/**
 * The messages of each socket, for users to declare:
 *
 * ```ts
 * declare module 'vue-heartbeat-socket' {
 *   interface Sockets {
 *     chat: { receive: Incoming; send: Outgoing }
 *     prices: { schema: typeof priceSchema }
 *   }
 * }
 * ```
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- users fill it in
export interface Sockets {}

/** The names that can be used: all of them, until some are declared. */
export type SocketName = [keyof Sockets] extends [never]
  ? string
  : (keyof Sockets & string) | 'default'

/** What a socket receives, or what its schema makes of that; `any` unless declared. */
export type Received<Name extends string = 'default'> =
  Declared<Name> extends { receive: infer Message }
    ? Message
    : Declared<Name> extends { schema: StandardSchema<infer Message> }
      ? Message
      : any

/** What a socket sends; `any` unless declared. */
export type Sent<Name extends string = 'default'> =
  Declared<Name> extends { send: infer Message } ? Message : any

type Declared<Name extends string> = Name extends keyof Sockets ? Sockets[Name] : unknown
