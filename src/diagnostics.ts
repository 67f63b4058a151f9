import { defineDiagnostics, formatDiagnostic } from 'nostics'
import type { DiagnosticDefinition, Diagnostics } from 'nostics'

/**
 * The catalogue of all messages to users: for each code why it happened, and how to fix it. Codes are
 * permanent: never renamed, never used for something else. `C` configuration, `R` run time.
 */
const codes: Record<DiagnosticCode, DiagnosticDefinition<any>> = {
  HEARTBEAT_SOCKET_C0001: {
    why: (p: { option: string; value?: string; expected?: string }): string =>
      `Option "${p.option}" is ${p.value}, but must be ${p.expected}.`,
    fix: (p: { option: string }): string =>
      `Correct "${p.option}", or leave it out to get the default.`,
  },
  HEARTBEAT_SOCKET_C0002: {
    why: (p: { option: string }): string => `There is no option "${p.option}".`,
    fix: (p: { nearest?: string }): string =>
      p.nearest === undefined ? 'Leave it out.' : `Did you mean "${p.nearest}"?`,
  },
  HEARTBEAT_SOCKET_C0003: {
    why: 'There is no WebSocket class here.',
    fix: 'Pass one in the option "WebSocket", for example the one of the package `ws` in Node.',
  },
  HEARTBEAT_SOCKET_C0004: {
    why: 'Pinia was not found.',
    fix: 'Call `app.use(createPinia())` before `app.use(HeartbeatSocket, …)`, or pass `pinia` in the options.',
  },
  HEARTBEAT_SOCKET_C0005: {
    why: (p: { option: string }): string =>
      `The socket "${p.option}" was used before it was created.`,
    fix: (p: { option: string }): string =>
      p.option === 'default'
        ? 'Call `app.use(HeartbeatSocket, { url })`, after `app.use(createPinia())`.'
        : `Declare it in \`app.use(HeartbeatSocket, { sockets: { "${p.option}": { url } } })\`, or pass options to \`useHeartbeatSocket()\`.`,
  },
  HEARTBEAT_SOCKET_C0006: {
    why: 'A binary "heartbeat.pong" can\'t be compared with a Blob, nor can it be one.',
    fix: 'Set `binaryType: "arraybuffer"`, and give the pong as an ArrayBuffer or a view of one.',
  },
  HEARTBEAT_SOCKET_C0007: {
    why: 'The "schema" returned a promise, but messages are checked synchronously.',
    fix: 'Use synchronous checks only. zod returns a promise also where a function in the schema throws: make it accept any value.',
  },
  HEARTBEAT_SOCKET_C0008: {
    why: (p: { option: string }): string =>
      `${p.option}() was called in a component, or another scope, that has already ended.`,
    fix: 'Nothing was created, and nothing listens. Call it before the first `await` of the setup: a component may leave while its setup waits.',
  },
  HEARTBEAT_SOCKET_C0009: {
    why: (p: { option: string; value?: string | number }): string =>
      `The socket "${p.value}" exists with another "${p.option}", which it keeps.`,
    fix: 'Give the same options everywhere, or other options another name. The options of the first user hold until the last one has left.',
  },
  HEARTBEAT_SOCKET_C0010: {
    why: 'The name of a socket is a function or a ref, which is read once.',
    fix: 'Pass its value. Where the name can change, give the component a `:key`, so that each name gets a component of its own.',
  },
  HEARTBEAT_SOCKET_C0011: {
    why: (p: { option: string }): string =>
      `The socket "${p.option}" was created in an effect or a template, where no scope ends it.`,
    fix: 'Call `useHeartbeatSocket()` in setup, and where the name can change give the component a `:key`. What an effect has created lasts until `$dispose()`.',
  },
  HEARTBEAT_SOCKET_C0012: {
    why: (p: { option: string }): string =>
      `The ref given as "${p.option}" threw when it was read.`,
    fix: 'Look at `cause` for what was thrown. Until the ref has a value again there is no url; let it be `null` meanwhile, for example while no user is logged in.',
  },
  HEARTBEAT_SOCKET_R0001: {
    why: (p: { option: string }): string => `The ${p.option} function threw or rejected.`,
    fix: 'Look at `cause` for what was thrown. The attempt has failed, and there will be a retry.',
  },
  HEARTBEAT_SOCKET_R0002: {
    why: (p: { value?: string | number }): string =>
      `No connection is possible to the url ${p.value}, or with its protocols.`,
    fix: 'Return a ws: or wss: address without a fragment (wss: from an https page), and protocols that are distinct tokens.',
  },
  HEARTBEAT_SOCKET_R0003: {
    why: 'A message could not be encoded.',
    fix: 'Send text, binary data or, with the codec "json", what `JSON.stringify()` takes.',
  },
  HEARTBEAT_SOCKET_R0004: {
    why: 'A received message could not be decoded.',
    fix: 'Set the option "codec" to what the server sends: "text", "raw", or your own functions.',
  },
  HEARTBEAT_SOCKET_R0005: {
    why: (p: { value?: string | number }): string =>
      `Gave up after ${p.value} ${p.value === 1 ? 'retry' : 'retries'}.`,
    fix: 'Call `connect()` to start again. "reconnect.maxAttempts" allows more retries; `reconnect: false` allows none.',
  },
  HEARTBEAT_SOCKET_R0006: {
    why: (p: { value?: string | number }): string =>
      `The server refused the connection with close code ${p.value}, which is final.`,
    fix: 'Correct what the server refuses (the token, the protocol), then call `connect()`. "reconnect.shouldReconnect" can overrule this.',
  },
  HEARTBEAT_SOCKET_R0007: {
    why: 'Three links in a row opened, and died without an answer to a heartbeat.',
    fix: 'Set "heartbeat.message" and "heartbeat.pong" to what the server answers, or `heartbeat: false`. If the line is too slow for the messages, raise "heartbeat.timeout".',
  },
  HEARTBEAT_SOCKET_R0008: {
    why: (p: { value?: string | number }): string =>
      `close() was called with ${p.value}, which browsers don't allow.`,
    fix: 'Use code 1000 or 3000 to 4999, and a reason of at most 123 bytes in UTF-8 (WHATWG WebSockets, section 3.1).',
  },
  HEARTBEAT_SOCKET_R0009: {
    why: 'The function "reconnect.shouldReconnect" returned false.',
    fix: 'Call `connect()` to start again.',
  },
  HEARTBEAT_SOCKET_R0010: {
    why: 'More messages came during the handshake than can be held.',
    fix: 'Take them with `await receive()`, or make the server wait until the handshake is over.',
  },
  HEARTBEAT_SOCKET_R0011: {
    why: (p: { value?: string | number }): string =>
      `The function "reconnect.delay" returned ${p.value}.`,
    fix: 'Return a number of ms, 0 or more. The formula was used instead.',
  },
  HEARTBEAT_SOCKET_R0012: {
    why: 'A received message does not fit the schema.',
    fix: 'Look at `cause` for what is wrong with it, and correct the server, or the option "schema".',
  },
  HEARTBEAT_SOCKET_R0013: {
    why: (p: { option: string }): string =>
      `The function "${p.option}" threw, or returned a promise or something else that it must not.`,
    fix: 'Return an answer synchronously: for "heartbeat.reply" text or binary data, or `undefined` where it was no ping. It counts as no answer, and is reported once for each function. If it threw, look at `cause`.',
  },
  HEARTBEAT_SOCKET_R0014: {
    why: 'A request was not answered in time.',
    fix: 'Raise "timeout", or see to it that "replyTo" finds in the answer the id that "tag" has put into the question.',
  },
  HEARTBEAT_SOCKET_R0015: {
    why: "A request's signal was aborted.",
    fix: 'Look at `data` for the reason that it was aborted with.',
  },
  HEARTBEAT_SOCKET_R0016: {
    why: 'A request was dropped before it went out.',
    fix: 'The event `drop` has the reason. Without a connection, as on a server or before the socket is created, none is sent at all.',
  },
  HEARTBEAT_SOCKET_R0017: {
    why: 'The link ended while a request waited for its answer.',
    fix: 'The server may have done what was asked. Ask again what changes nothing there; for the rest look first, or let the server know a question that it has had by an id of yours.',
  },
  HEARTBEAT_SOCKET_R0018: {
    why: 'A request was answered with an error.',
    fix: 'Look at `data` for what "errorOf" returned.',
  },
  HEARTBEAT_SOCKET_R0019: {
    why: '1000 other requests wait for their answers.',
    fix: 'Wait for some of them, or ask for more with one question. If the server has answered them, "replyTo" does not find the ids in its answers.',
  },
}

/**
 * Identifies a diagnostic: `HEARTBEAT_SOCKET_`, a letter, a number. `C` (configuration), `R` (run time),
 * or `S` (the server half, which has a catalogue of its own).
 */
export type DiagnosticCode = `HEARTBEAT_SOCKET_${'C' | 'R' | 'S'}${number}`

type Catalogue = Diagnostics<Record<DiagnosticCode, DiagnosticDefinition<any>>, [], undefined>

/** An error of this library. Its `code` never changes; its message may. */
export interface SocketError extends Error {
  readonly code: DiagnosticCode
}

/** What the message of an error is made of. */
export interface Details {
  /** The option or function at fault: the only detail in production errors. */
  readonly option?: string
  readonly value?: string | number
  readonly expected?: string
  readonly nearest?: string | undefined
  readonly cause?: unknown
}

/** The address of the page that explains a code. */
export const docsBase = (code: string): string =>
  `https://vue-heartbeat-socket.github.io/vue-heartbeat-socket/errors/${code.replace('HEARTBEAT_SOCKET_', '')}`

const catalogue =
  process.env.NODE_ENV === 'production' ? null : defineDiagnostics({ docsBase, codes })

/**
 * Creates the error for a code. Its message has why, fix and the address of a page in
 * development, code and option in production. The texts are those of this file's catalogue, or of another one.
 */
export function socketError(
  number: `${'C' | 'R' | 'S'}${number}`,
  details: Details = {},
  ErrorClass: ErrorConstructor = Error,
  texts: Catalogue | null = catalogue,
): SocketError {
  const code = `HEARTBEAT_SOCKET_${number}` as const
  const message =
    process.env.NODE_ENV === 'production'
      ? `${code} ${details.option ?? ''}`.trimEnd()
      : formatDiagnostic(texts![code]!(details))
  return Object.assign(new ErrorClass(message, details), { code })
}

/** Prints a diagnostic to the console. */
export const warn: (error: SocketError) => void = (error) => console.warn(error.message)
