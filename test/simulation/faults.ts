import type {
  Aftermath,
  Answer,
  Call,
  Change,
  Connecting,
  End,
  HandshakePlan,
  Mute,
  Place,
  Step,
  UrlAnswer,
} from './scenario.ts'

// Whatever comes first in a list is what a failing scenario is shrunk to, so the harmless comes
// first. What is written twice comes more often.

export const ways: readonly Mute[] = ['both', 'in', 'out']

const ends1006 = (shows: End['shows']): End => ({ code: 1006, shows })

export const ends: readonly End[] = [
  ...(['error, close', 'close', 'error', 'nothing', 'closing', 'late'] as const).map(ends1006),
  ...(['close, close', 'close, error', 'nothing', 'closing', 'closing'] as const).map(ends1006),
  ...[1000, 1001, 1005, 1011, 1012, 4000].map((code) => ({ code, shows: 'close' }) as const),
  ...[1008, 1002, 4401, 4403].map((code) => ({ code, shows: 'close' }) as const),
  { code: 1001, shows: 'closing' },
  { code: 4401, shows: 'close, close' },
]

export const attempts: readonly Connecting[] = [
  ...([20, 20, 20, 0, 300, 5_000, 'edge - 1', 'edge', 'edge + 1'] as const).map(
    (after): Connecting => ({
      goes: 'open',
      after,
    }),
  ),
  { goes: 'silent' },
  { goes: 'silent' },
  { goes: 'throw' },
  ...ways.map((way): Connecting => ({ goes: 'mute', way })),
  ...ends.slice(0, 8).map((end): Connecting => ({ goes: 'refused', after: 20, end })),
  ...(['edge - 1', 'edge', 'edge + 1'] as const).map((after): Connecting => ({
    goes: 'refused',
    after,
    end: ends[0]!,
  })),
  ...[0, 10, 2_000, 9_999, 10_000].flatMap((after) =>
    ends
      .filter((_, at) => at % 3 === after % 3)
      .map((end): Connecting => ({ goes: 'dropped', after, end })),
  ),
]

export const answers: readonly Answer[] = [
  ...([20, 20, 20, 20, 0, 400] as const),
  ...(['edge - 1', 'edge', 'edge + 1', 'never', 'never', 4_999, 5_000, 5_001] as const),
  ...([1_999, 2_001, 2_500, 900] as const),
]

export const aftermaths: readonly Aftermath[] = [
  { after: 0, says: ['close'] },
  { after: 20, says: ['close'] },
  { after: 2_000, says: ['error', 'close'] },
  { after: 60_000, says: ['close'] },
  { after: 0, says: [] },
  { after: 100, says: ['open', 'message', 'error', 'close', 'close'] },
  { after: 20_000, says: ['open', 'message', 'close', 'message'] },
]

export const urls: readonly UrlAnswer[] = [
  ...(['now', 'now', 'promise', 'late', 'never', 'another host', 'rejects'] as const),
  ...(['rejects late', 'throws', 'null', 'null, late', 'nonsense'] as const),
]

export const handshakes: readonly HandshakePlan[] = [
  ...(['nothing', 'sends', 'promise', 'receives', 'late', 'never', 'rejects', 'throws'] as const),
  ...(['recovers', 'recovers, promise', 'recovers nothing'] as const),
]

export const changes: readonly Change[] = [
  ...(['ping', 'ping fast', 'ping faster', 'ping by function', 'ping always'] as const),
  ...(['watch only', 'no heartbeat', 'replies'] as const),
  ...(['url a', 'url b', 'url b', 'url function', 'url function', 'url null'] as const),
  ...(['page', 'no page', 'other class', 'not when hidden', 'when hidden'] as const),
  ...(['own delays', 'own verdict', 'three retries', 'no retries', 'short delays'] as const),
  ...(['no delays', 'stable at once', 'small outbox', 'newest dropped', 'short outbox'] as const),
  ...(['no outbox', 'text', 'json', 'handshake', 'no handshake', 'short connectTimeout'] as const),
  ...(['protocols', 'protocols by function', 'debug', 'cursor', 'cursor'] as const),
  ...(['resend', 'resend', 'resend', 'receipts fast', 'receipts fast', 'no receipts'] as const),
]

/** Without `url null`, for most scenarios shall attempt. */
export const beginnings: readonly Change[] = changes.filter((change) => change !== 'url null')

export const places: readonly Place[] = [
  ...(['status', 'status', 'open', 'stable', 'message', 'sent', 'close', 'error'] as const),
  ...([
    'ping',
    'pong',
    'heartbeat',
    'suspect',
    'drop',
    'url()',
    'handshake()',
    'message()',
  ] as const),
  ...(['pong()', 'reply()', 'delay()', 'shouldReconnect()', 'abort', 'page'] as const),
  ...(['new WebSocket()', 'cursor()'] as const),
]

export const calls: readonly Call[] = [
  ...(['send', 'send', 'send all', 'connect', 'close', 'reconnect', 'close, connect'] as const),
  ...(['close 4000', 'send nonsense', 'send now', 'send large'] as const),
  ...(['reset', 'send all', 'send all'] as const),
  ...(['send, abort later', 'abort', 'send, send now', 'send, send now'] as const),
]

export const wakes = ['visible', 'online', 'resume', 'pageshow'] as const

export const times: readonly number[] = [
  20, 0, 1, 100, 900, 1_000, 1_001, 2_000, 5_000, 9_999, 10_000, 10_001, 12_000, 15_000, 25_000,
  26_000, 30_000, 60_000, 90_000,
]

export const facts: readonly Step[] = ([true, false] as const).flatMap((isSignalled) =>
  ([true, false] as const).flatMap((is): Step[] => [
    { do: 'online', is, isSignalled },
    { do: 'visible', is, isSignalled },
  ]),
)

export const signals: readonly Step[] = [
  ...wakes,
  ...(['offline', 'hidden', 'freeze', 'pagehide'] as const),
].map((signal) => ({ do: 'signal', signal }))

export const modes: readonly Step[] = [
  ...([0, 0, 1_000, 60_000, 'chained', 'busy'] as const).map((to): Step => ({
    do: 'throttle',
    to,
  })),
  ...(['by time', 'timers', 'timers', 'two messages', 'messages'] as const).map((to): Step => ({
    do: 'order',
    to,
  })),
]

export const jumps: readonly Step[] = [
  -3_600_000, -3_600_000, -5_000, -700, 700, 5_000, 3_600_000,
].map((by) => ({ do: 'clock', by }))

export const server: readonly Step[] = (
  ['news', 'news', 'flood', 'nonsense', 'ping', 'pong'] as const
).map((sends) => ({ do: 'server', sends }))
