export { backoff, type BackoffOptions } from './backoff.ts'
export type { CloseCause, CloseInfo } from './close-info.ts'
export { Connection } from './connection.ts'
export type { Drop, DropReason, SocketEvents, StatusChange } from './events.ts'
export type {
  Codec,
  DialContext,
  HandshakeContext,
  HeartbeatOptions,
  LogOptions,
  NativeSocket,
  OutboxOptions,
  Protocols,
  RawData,
  ReconnectOptions,
  SocketOptions,
  SocketUrl,
  WebSocketConstructor,
} from './options.ts'
export { ReconnectingWebSocket } from './reconnecting-websocket.ts'
export type { ReconnectingWebSocketOptions } from './reconnecting-options.ts'
export type { ReconnectingWebSocketEventMap } from './websocket-target.ts'
export type { ResolvedOptions } from './resolve-options.ts'
export type { SendResult } from './outbox.ts'
export type { PageSignal, PageSignals } from './page.ts'
export type { SchemaIssue, SchemaResult, StandardSchema } from './schema.ts'
export type { SocketStatus, SuspendedBy } from './status.ts'
export type { DiagnosticCode, SocketError } from '../diagnostics.ts'
export { systemTimers, type TimerService } from '../timer/index.ts'
