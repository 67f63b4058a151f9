import type { PageSignals, SocketOptions, WebSocketConstructor } from 'vue-heartbeat-socket/socket'
import type { Change } from './scenario.ts'
import { PING, PONG, REPLY, SERVER_PING } from './server.ts'

/** In every url, and nowhere else to be read. */
export const TOKEN = 'hunter2'

/** Functions and objects of the user's that options may hold. */
export interface Belongings {
  readonly url: Extract<SocketOptions['url'], (...args: any) => any>
  readonly handshake: NonNullable<SocketOptions['handshake']>
  readonly page: PageSignals
  readonly classes: readonly [WebSocketConstructor, WebSocketConstructor]
  readonly delay: () => number
  readonly shouldReconnect: (byDefault: boolean) => boolean
  /** Runs other code of the user's from inside a function. */
  readonly inside: (place: 'message()' | 'pong()' | 'reply()' | 'cursor()') => void
  /** Whether something is a pong, as the user's predicate says. */
  readonly judges: (isPong: boolean) => boolean
  /** Where in the server's stream a function is told that we are. */
  readonly given: (cursor: unknown) => void
  readonly cursor: NonNullable<SocketOptions['cursor']>
}

/** What each change sets. `isResent`: `outbox.resend` is on, which is refused where it can't work. */
export function patchOf(
  change: Change,
  mine: Belongings,
  isResent: boolean,
): Partial<SocketOptions> {
  const patch = patches[change](mine)
  const isRefused = isResent && WITHOUT_RECEIPTS.includes(change)
  return isRefused ? { ...patch, outbox: patch.outbox ?? { resend: false } } : patch
}

/** All options that a scenario begins with: `changes` upon the defaults. */
export function initialOptions(
  changes: readonly Change[],
  mine: Belongings,
): Partial<SocketOptions> & Pick<SocketOptions, 'url'> {
  const options: Partial<SocketOptions> & Pick<SocketOptions, 'url'> = {
    url: addressOf('a.test'),
  }
  for (const change of changes) {
    const { outbox } = options
    const isResent = typeof outbox === 'object' && outbox.resend === true
    for (const [key, value] of Object.entries(patchOf(change, mine, isResent))) {
      const old = options[key as keyof SocketOptions]
      const isGroup = isPlain(value) && isPlain(old)
      Object.assign(options, { [key]: isGroup ? { ...old, ...value } : value })
    }
  }
  return options
}

/** An address with a token in it. */
export function addressOf(host: string, path = ''): string {
  return `wss://${TOKEN}:${TOKEN}@${host}/${path}?token=${TOKEN}`
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** With these nothing is ever confirmed. */
const WITHOUT_RECEIPTS: readonly Change[] = [
  ...(['no receipts', 'no heartbeat', 'watch only', 'no outbox'] as const),
]

const heartbeat = {
  interval: 15_000,
  timeout: 10_000,
  message: PING,
  pong: PONG,
  idleOnly: true,
}

const patches: Readonly<Record<Change, (mine: Belongings) => Partial<SocketOptions>>> = {
  ping: () => ({ heartbeat }),
  'ping fast': () => ({ heartbeat: { ...heartbeat, interval: 5_000, timeout: 2_000 } }),
  'ping faster': () => ({ heartbeat: { ...heartbeat, interval: 1_000, timeout: 1_000 } }),
  'ping by function': ({ inside, judges }) => ({
    heartbeat: {
      message() {
        inside('message()')
        return PING
      },
      pong(data) {
        inside('pong()')
        return judges(data === PONG)
      },
    },
  }),
  'ping always': () => ({ heartbeat: { idleOnly: false } }),
  'watch only': () => ({ heartbeat: { message: null } }),
  'no heartbeat': () => ({ heartbeat: false }),
  replies: ({ inside }) => ({
    heartbeat: {
      reply(data) {
        inside('reply()')
        return data === SERVER_PING ? REPLY : undefined
      },
    },
  }),
  'receipts fast': () => ({ heartbeat: { receipts: 500 } }),
  'no receipts': () => ({ heartbeat: { receipts: false } }),
  resend: () => ({ outbox: { resend: true }, heartbeat: { message: PING, receipts: 5_000 } }),
  cursor: ({ cursor }) => ({ cursor }),
  'url a': () => ({ url: addressOf('a.test') }),
  'url b': () => ({ url: addressOf('b.test') }),
  'url function': ({ url }) => ({ url }),
  'url null': () => ({ url: null }),
  page: ({ page }) => ({ page }),
  'no page': () => ({ page: false }),
  'other class': ({ classes }) => ({ WebSocket: classes[1] }),
  'not when hidden': () => ({ reconnect: { whenHidden: false } }),
  'when hidden': () => ({ reconnect: { whenHidden: true } }),
  'own delays': ({ delay }) => ({ reconnect: { delay } }),
  'own verdict': ({ shouldReconnect }) => ({
    reconnect: { shouldReconnect: (_, byDefault) => shouldReconnect(byDefault) },
  }),
  'three retries': () => ({ reconnect: { maxAttempts: 3 } }),
  'no retries': () => ({ reconnect: false }),
  'short delays': () => ({ reconnect: { spread: 1_000, minDelay: 500, maxDelay: 4_000 } }),
  'no delays': () => ({ reconnect: { spread: 0, minDelay: 0, factor: 1 } }),
  'stable at once': () => ({ reconnect: { stableAfter: 0 } }),
  'small outbox': () => ({ outbox: { maxMessages: 2, maxBytes: 100 } }),
  'newest dropped': () => ({ outbox: { maxMessages: 3, overflow: 'drop-newest' } }),
  'short outbox': () => ({ outbox: { maxAge: 1_000 } }),
  'no outbox': () => ({ outbox: false }),
  text: () => ({ codec: 'text' }),
  json: () => ({ codec: 'json' }),
  handshake: ({ handshake }) => ({ handshake }),
  'no handshake': () => ({ handshake: undefined }),
  'short connectTimeout': () => ({ connectTimeout: 1_000 }),
  protocols: () => ({ protocols: ['v1'] }),
  'protocols by function': ({ given }) => ({
    protocols({ cursor }) {
      given(cursor)
      return Promise.resolve(['v1', 'v2'])
    },
  }),
  debug: () => ({ debug: true }),
}
