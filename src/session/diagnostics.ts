import { defineDiagnostics } from 'nostics'
import type { DiagnosticDefinition } from 'nostics'
import { docsBase, socketError, type Details, type SocketError } from '../diagnostics.ts'

/** What stands for an option that can't be used with a session. Production leaves it out. */
const INSTEAD: Readonly<Record<string, string>> = {
  handshake: 'credentials go into `auth` of `createSession()`',
  cursor: 'the session follows its own position',
  'outbox.resend': 'what was not acknowledged is sent again in any case',
  'heartbeat.message': 'the protocol says what a ping is',
  'heartbeat.pong': 'the protocol says what answers it',
  'heartbeat.receipts': 'the server acknowledges each message',
  heartbeat: 'its answers hold the position',
  outbox: 'what is in flight has to be kept',
}

/** The messages of sessions, apart from the others so that only a page with sessions carries them. */
const codes: Record<SessionCode, DiagnosticDefinition<any>> = {
  HEARTBEAT_SOCKET_C0020: {
    why: (p: { option: string }): string =>
      `Option "${p.option}" can't be used with a session, which has its own.`,
    fix: (p: { option: string }): string => `Leave it out: ${INSTEAD[p.option]}.`,
  },
  HEARTBEAT_SOCKET_R0020: {
    why: (p: { value?: string | number }): string =>
      `This server doesn't speak sessions: ${p.value}.`,
    fix: 'Serve this url with `createHeartbeatServer()`, or another server that speaks the subprotocol "heartbeat.v1", and let proxies pass `Sec-WebSocket-Protocol` on. Without such a server leave out "session".',
  },
  HEARTBEAT_SOCKET_R0021: {
    why: 'The server sent a frame that the subprotocol "heartbeat.v1" doesn\'t allow.',
    fix: 'Compare the server with the page of the protocol, "heartbeat.v1". The link was ended, and there will be a retry.',
  },
  HEARTBEAT_SOCKET_R0022: {
    why: 'Three attempts in a row failed before they opened.',
    fix: 'If the server runs, let server and proxies select the subprotocol "heartbeat.v1": browsers end a connection for which none of those offered was selected.',
  },
  HEARTBEAT_SOCKET_R0023: {
    why: 'What "auth" returned is too large for the first frame of a link, or JSON can\'t express it.',
    fix: 'Return a token of less than 16 000 characters.',
  },
}

type SessionCode = `HEARTBEAT_SOCKET_${'C' | 'R'}${number}`

const catalogue =
  process.env.NODE_ENV === 'production' ? null : defineDiagnostics({ docsBase, codes })

/** Creates the error for one of the codes of sessions. */
export const sessionError = (
  number: `${'C' | 'R'}${number}`,
  details: Details = {},
  ErrorClass: ErrorConstructor = Error,
): SocketError => socketError(number, details, ErrorClass, catalogue)
