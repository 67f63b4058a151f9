export { backoff, type BackoffOptions } from './connection/backoff.ts'
export type { CloseCause, CloseInfo } from './options/close-info.ts'
export { Connection } from './connection/connection.ts'
export type { Drop, DropReason, SocketEvents, StatusChange } from './connection/events.ts'
export type {
  AttemptContext,
  Codec,
  HandshakeContext,
  HeartbeatOptions,
  NativeSocket,
  OutboxOptions,
  Protocols,
  RawData,
  ReconnectOptions,
  SocketOptions,
  SocketUrl,
  WebSocketConstructor,
} from './options/options.ts'
export { ReconnectingWebSocket } from './websocket/reconnecting-websocket.ts'
export type { ReconnectingWebSocketOptions } from './websocket/reconnecting-options.ts'
export type { ReconnectingWebSocketEventMap } from './websocket/websocket-target.ts'
export type { ResolvedOptions } from './options/resolve-options.ts'
export type { SendOptions, SendResult } from './options/send-options.ts'
export type { PageSignal, PageSignals } from './options/page.ts'
export type { SchemaIssue, SchemaResult, StandardSchema } from './options/schema.ts'
export type { SocketStatus, SuspendedBy } from './connection/status.ts'
export type { DiagnosticCode, SocketError } from './diagnostics.ts'
export { systemTimers, type TimerService } from './timers/index.ts'
