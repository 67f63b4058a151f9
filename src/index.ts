export { HeartbeatSocket, type HeartbeatSocketOptions } from './plugin/heartbeat-socket.ts'
export {
  onSocketEvent,
  onSocketMessage,
  type ListenOptions,
  type MessageHandler,
} from './plugin/listen.ts'
export { useHeartbeatSocket, type PiniaOption } from './plugin/use-heartbeat-socket.ts'
export type { LogEntry } from './store/log.ts'
export type { LogOptions, PluginSocketOptions } from './store/plugin-options.ts'
export type {
  HeartbeatSocketStore,
  SocketActions,
  SocketGetters,
  SocketState,
} from './store/socket-store.ts'
// A star, because module augmentation reaches an interface through no other re-export.
export type * from './store/sockets.ts'
export type {
  AttemptContext,
  CloseCause,
  CloseInfo,
  Codec,
  DiagnosticCode,
  Drop,
  DropReason,
  HandshakeContext,
  HeartbeatOptions,
  OutboxOptions,
  PageSignal,
  PageSignals,
  RawData,
  ReconnectOptions,
  SchemaIssue,
  SchemaResult,
  SendOptions,
  SendResult,
  SocketError,
  SocketEvents,
  SocketOptions,
  SocketStatus,
  StandardSchema,
  StatusChange,
  SuspendedBy,
  TimerService,
} from './socket.ts'
// Behind the rest: a bundler's order of modules is that of the imports.
export { createRequest, type SendRequest } from './plugin/create-request.ts'
export { defineTopics, type UseTopic } from './plugin/define-topics.ts'
export { RequestError, type RequestFailure } from './plugin/request-error.ts'
export type { CreateRequestOptions, RequestOptions } from './plugin/requests.ts'
export type { TopicSend, TopicsOptions } from './plugin/topics.ts'
export { useRetryCountdown } from './plugin/use-retry-countdown.ts'
