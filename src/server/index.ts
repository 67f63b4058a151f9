export { memoryStore } from './memory-store.ts'
export type { MemoryStoreOptions } from './memory-store.ts'
export { Refused } from './refused.ts'
export { createHeartbeatServer } from './server.ts'
export type { HeartbeatServer } from './server.ts'
export type { NamedCodec, ServerCodec } from './codec.ts'
export type { DrainOptions } from './drain.ts'
export type { LinkReceiver, ServerLink, UpgradeRequest } from './link.ts'
export type { ServerEvents } from './listeners.ts'
export type { MetricName } from './metrics.ts'
export type { Authenticate, AuthenticateContext, Identity, ServerOptions } from './options.ts'
export type { SchemaAnswer, ServerSchema } from './schema.ts'
export type { ServerTimer } from './server-timer.ts'
export type { MessageContext, MessageHandler, PublishOptions, Session } from './session.ts'
export type {
  Attachment,
  Batch,
  Changes,
  CommitAnswer,
  Entry,
  Outgoing,
  SessionKey,
  Store,
} from './store.ts'
export type { Target } from './targets.ts'
export type { WsAdapter, WsSocket } from './ws.ts'
