/** How an option is typed in. `list`: names, separated by commas. `choice`: one of a few, no more. */
export type Kind = 'number' | 'flag' | 'text' | 'list' | 'choice' | 'group' | 'none'

/** What one should know before one changes it. */
export type Note = 'newLink' | 'nextLink' | 'atStart' | 'console'

/** One option of a socket. */
export interface Field {
  readonly path: string
  readonly kind: Kind
  readonly unit?: 'ms' | 'bytes'
  readonly note?: Note
}

/** All of them. A test compares this list with the library's own. */
export const fields: readonly Field[] = [
  { path: 'url', kind: 'text', note: 'newLink' },
  { path: 'protocols', kind: 'list', note: 'newLink' },
  { path: 'autoConnect', kind: 'flag', note: 'atStart' },
  { path: 'binaryType', kind: 'choice' },
  { path: 'connectTimeout', kind: 'number', unit: 'ms', note: 'nextLink' },
  { path: 'handshake', kind: 'choice', note: 'nextLink' },
  { path: 'cursor', kind: 'choice', note: 'nextLink' },
  { path: 'session', kind: 'choice', note: 'newLink' },
  { path: 'tabs', kind: 'none' },
  { path: 'heartbeat', kind: 'group' },
  { path: 'heartbeat.interval', kind: 'number', unit: 'ms' },
  { path: 'heartbeat.timeout', kind: 'number', unit: 'ms' },
  { path: 'heartbeat.message', kind: 'text' },
  { path: 'heartbeat.pong', kind: 'text' },
  { path: 'heartbeat.idleOnly', kind: 'flag' },
  { path: 'heartbeat.reply', kind: 'choice' },
  { path: 'heartbeat.receipts', kind: 'number', unit: 'ms' },
  { path: 'reconnect', kind: 'group' },
  { path: 'reconnect.spread', kind: 'number', unit: 'ms' },
  { path: 'reconnect.minDelay', kind: 'number', unit: 'ms' },
  { path: 'reconnect.maxDelay', kind: 'number', unit: 'ms' },
  { path: 'reconnect.factor', kind: 'number' },
  { path: 'reconnect.maxAttempts', kind: 'number' },
  { path: 'reconnect.stableAfter', kind: 'number', unit: 'ms' },
  { path: 'reconnect.whenHidden', kind: 'flag' },
  { path: 'reconnect.delay', kind: 'choice' },
  { path: 'reconnect.shouldReconnect', kind: 'choice' },
  { path: 'outbox', kind: 'group' },
  { path: 'outbox.maxMessages', kind: 'number' },
  { path: 'outbox.maxBytes', kind: 'number', unit: 'bytes' },
  { path: 'outbox.maxAge', kind: 'number', unit: 'ms' },
  { path: 'outbox.overflow', kind: 'choice' },
  { path: 'outbox.resend', kind: 'flag' },
  { path: 'log', kind: 'group' },
  { path: 'log.size', kind: 'number' },
  { path: 'log.maxBytes', kind: 'number', unit: 'bytes' },
  { path: 'log.heartbeats', kind: 'flag' },
  { path: 'closeDelay', kind: 'number', unit: 'ms' },
  { path: 'codec', kind: 'choice', note: 'newLink' },
  { path: 'schema', kind: 'choice' },
  { path: 'timer', kind: 'choice' },
  { path: 'page', kind: 'choice' },
  { path: 'WebSocket', kind: 'none' },
  { path: 'random', kind: 'choice' },
  { path: 'debug', kind: 'flag', note: 'console' },
]

const byPath = new Map(fields.map((field) => [field.path, field]))

export const fieldAt = (path: string): Field | undefined => byPath.get(path)

const membersOf = (group: string) => fields.filter(({ path }) => path.startsWith(`${group}.`))

/** The options of each group. */
export const groups: Readonly<Record<string, readonly Field[]>> = Object.fromEntries(
  fields.filter(({ kind }) => kind === 'group').map(({ path }) => [path, membersOf(path)]),
)
