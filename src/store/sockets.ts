/**
 * The messages of each socket, for users to declare:
 *
 * ```ts
 * declare module 'vue-heartbeat-socket' {
 *   interface Sockets {
 *     chat: { receive: Incoming; send: Outgoing }
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

/** What a socket receives; `any` unless declared. */
export type Received<Name extends string = 'default'> = MessagesOf<Name, 'receive'>

/** What a socket sends; `any` unless declared. */
export type Sent<Name extends string = 'default'> = MessagesOf<Name, 'send'>

type MessagesOf<
  Name extends string,
  Direction extends 'receive' | 'send',
> = Name extends keyof Sockets
  ? Sockets[Name] extends { [Key in Direction]: infer Message }
    ? Message
    : any
  : any
