import { looseObject, string } from 'valibot'
import type { SocketOptions } from 'vue-heartbeat-socket'
import { createSession } from 'vue-heartbeat-socket/session'
import { workerTimers } from 'vue-heartbeat-socket/worker-timers'

/** A value that can't be typed in, and the code that makes it; a test compares the two. */
export interface Choice<Value = unknown> {
  readonly value: Value
  readonly code: string
  /** What the code imports. */
  readonly imports?: string
}

type Group<Key extends keyof SocketOptions> = Exclude<SocketOptions[Key], false | undefined>

type Choices<Options> = { readonly [Key in keyof Options]?: Record<string, Choice<Options[Key]>> }

const connection: Choices<SocketOptions> = {
  url: {
    'feed()': {
      value: async ({ signal }) => {
        const response = await fetch('/api/state', { signal })
        if (!response.ok) throw new Error(`The dev server answered ${response.status}`)
        const { url } = await response.json()
        return `${url}?page=${performance.timeOrigin}`
      },
      code: `async ({ signal }) => {
  const response = await fetch('/api/state', { signal })
  if (!response.ok) throw new Error(\`The dev server answered \${response.status}\`)
  const { url } = await response.json()
  return \`\${url}?page=\${performance.timeOrigin}\`
}`,
    },
    'echo()': {
      value: async ({ signal }) => {
        const response = await fetch('/api/state', { signal })
        if (!response.ok) throw new Error(`The dev server answered ${response.status}`)
        return (await response.json()).echoUrl
      },
      code: `async ({ signal }) => {
  const response = await fetch('/api/state', { signal })
  if (!response.ok) throw new Error(\`The dev server answered \${response.status}\`)
  return (await response.json()).echoUrl
}`,
    },
    null: { value: null, code: 'null' },
  },
  protocols: {
    'byAttempt()': {
      value: ({ attempt }) => (attempt > 1 ? ['chat.v1'] : ['chat.v2', 'chat.v1']),
      code: `({ attempt }) => (attempt > 1 ? ['chat.v1'] : ['chat.v2', 'chat.v1'])`,
    },
  },
  binaryType: {
    blob: { value: 'blob', code: `'blob'` },
    arraybuffer: { value: 'arraybuffer', code: `'arraybuffer'` },
  },
  cursor: {
    'byNumber()': {
      value: ({ n }, previous) => n ?? previous,
      code: `({ n }, previous) => n ?? previous`,
    },
  },
  session: {
    'createSession()': {
      value: createSession(),
      code: 'createSession()',
      imports: `import { createSession } from 'vue-heartbeat-socket/session'`,
    },
  },
  handshake: {
    'sayHello()': {
      value: ({ send, attempt }) => send({ type: 'hello', attempt }),
      code: `({ send, attempt }) => send({ type: 'hello', attempt })`,
    },
    'awaitAnswer()': {
      value: async ({ send, receive }) => {
        send({ type: 'login' })
        await receive()
      },
      code: `async ({ send, receive }) => {
  send({ type: 'login' })
  await receive()
}`,
    },
    'refuse()': {
      value: () => Promise.reject(new Error('Not logged in')),
      code: `() => Promise.reject(new Error('Not logged in'))`,
    },
  },
  codec: {
    json: { value: 'json', code: `'json'` },
    text: { value: 'text', code: `'text'` },
    raw: { value: 'raw', code: `'raw'` },
    'envelope()': {
      value: {
        encode: (data) => JSON.stringify({ at: Date.now(), data }),
        decode: (data) => ({ length: data.length, data: JSON.parse(data) }),
      },
      code: `{
  encode: (data) => JSON.stringify({ at: Date.now(), data }),
  decode: (data) => ({ length: data.length, data: JSON.parse(data) }),
}`,
    },
  },
  schema: {
    hasType: {
      value: looseObject({ type: string() }),
      code: 'looseObject({ type: string() })',
      imports: `import { looseObject, string } from 'valibot'`,
    },
  },
  timer: {
    'workerTimers()': {
      value: workerTimers(),
      code: 'workerTimers()',
      imports: `import { workerTimers } from 'vue-heartbeat-socket/worker-timers'`,
    },
  },
  page: { false: { value: false, code: 'false' } },
  random: { 'half()': { value: () => 0.5, code: '() => 0.5' } },
}

const heartbeat: Choices<Group<'heartbeat'>> = {
  message: {
    null: { value: null, code: 'null' },
    'json()': {
      value: () => JSON.stringify({ type: 'ping', at: Date.now() }),
      code: `() => JSON.stringify({ type: 'ping', at: Date.now() })`,
    },
    bytes: { value: new Uint8Array([9]), code: 'new Uint8Array([9])' },
  },
  pong: {
    'isPing()': {
      value: (data) => typeof data === 'string' && /"type\\*":\\*"ping/.test(data),
      code: String.raw`(data) => typeof data === 'string' && /"type\\*":\\*"ping/.test(data)`,
    },
    bytes: { value: new Uint8Array([9]), code: 'new Uint8Array([9])' },
  },
  reply: {
    'pong()': {
      value: (data) => (data === 'ping' ? 'pong' : undefined),
      code: `(data) => (data === 'ping' ? 'pong' : undefined)`,
    },
  },
}

const reconnect: Choices<Group<'reconnect'>> = {
  delay: {
    'fixed()': { value: () => 3_000, code: '() => 3_000' },
    'growing()': {
      value: (attempt) => Math.min(1_000 * 1.5 ** (attempt - 1), 30_000),
      code: '(attempt) => Math.min(1_000 * 1.5 ** (attempt - 1), 30_000)',
    },
  },
  shouldReconnect: {
    'always()': { value: () => true, code: '() => true' },
    'notAfter4000()': {
      value: ({ code }, byDefault) => byDefault && code !== 4000,
      code: '({ code }, byDefault) => byDefault && code !== 4000',
    },
  },
}

const outbox: Choices<Group<'outbox'>> = {
  overflow: {
    'drop-oldest': { value: 'drop-oldest', code: `'drop-oldest'` },
    'drop-newest': { value: 'drop-newest', code: `'drop-newest'` },
  },
}

const groups = {
  '': connection,
  'heartbeat.': heartbeat,
  'reconnect.': reconnect,
  'outbox.': outbox,
}

const byPath = new Map<string, ReadonlyMap<string, Choice>>(
  Object.entries(groups).flatMap(([prefix, group]) =>
    Object.entries(group).map(([key, named]) => [prefix + key, new Map(Object.entries(named))]),
  ),
)

/** The choices of an option, by name. */
export const choicesOf = (path: string): ReadonlyMap<string, Choice> =>
  byPath.get(path) ?? new Map()

/** All options that have some. */
export const pathsWithChoices: readonly string[] = [...byPath.keys()]
