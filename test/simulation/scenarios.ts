import fc, { type Arbitrary } from 'fast-check'
import type {
  Aftermath,
  Answer,
  Call,
  Change,
  Dial,
  End,
  Finale,
  HandshakePlan,
  Mute,
  Place,
  Reaction,
  Scenario,
  Step,
  UrlAnswer,
} from './scenario.ts'

// Whatever comes first in a list is what a failing scenario is shrunk to, so the harmless comes
// first. What is written twice comes more often.

const ways: readonly Mute[] = ['both', 'in', 'out']

const ends1006 = (told: End['told']): End => ({ code: 1006, told })

const ends: readonly End[] = [
  ...(['error, close', 'close', 'error', 'nothing', 'closing', 'late'] as const).map(ends1006),
  ...(['close, close', 'close, error', 'nothing', 'closing', 'closing'] as const).map(ends1006),
  ...[1000, 1001, 1005, 1011, 1012, 4000].map((code) => ({ code, told: 'close' }) as const),
  ...[1008, 1002, 4401, 4403].map((code) => ({ code, told: 'close' }) as const),
  { code: 1001, told: 'closing' },
  { code: 4401, told: 'close, close' },
]

const dials: readonly Dial[] = [
  ...([20, 20, 20, 0, 300, 5_000, 'edge - 1', 'edge', 'edge + 1'] as const).map((after): Dial => ({
    goes: 'open',
    after,
  })),
  { goes: 'silent' },
  { goes: 'silent' },
  { goes: 'throw' },
  ...ways.map((way): Dial => ({ goes: 'mute', way })),
  ...ends.slice(0, 8).map((end): Dial => ({ goes: 'refused', after: 20, end })),
  ...(['edge - 1', 'edge', 'edge + 1'] as const).map((after): Dial => ({
    goes: 'refused',
    after,
    end: ends[0]!,
  })),
  ...[0, 10, 2_000, 9_999, 10_000].flatMap((after) =>
    ends
      .filter((_, at) => at % 3 === after % 3)
      .map((end): Dial => ({ goes: 'dropped', after, end })),
  ),
]

const answers: readonly Answer[] = [
  ...([20, 20, 20, 20, 0, 400] as const),
  ...(['edge - 1', 'edge', 'edge + 1', 'never', 'never', 4_999, 5_000, 5_001] as const),
]

const aftermaths: readonly Aftermath[] = [
  { after: 0, says: ['close'] },
  { after: 20, says: ['close'] },
  { after: 2_000, says: ['error', 'close'] },
  { after: 60_000, says: ['close'] },
  { after: 0, says: [] },
  { after: 100, says: ['open', 'message', 'error', 'close', 'close'] },
  { after: 20_000, says: ['open', 'message', 'close', 'message'] },
]

const urls: readonly UrlAnswer[] = [
  ...(['now', 'now', 'promise', 'late', 'never', 'another host', 'rejects'] as const),
  ...(['rejects late', 'throws', 'null', 'null, late', 'nonsense'] as const),
]

const handshakes: readonly HandshakePlan[] = [
  ...(['nothing', 'sends', 'promise', 'receives', 'late', 'never', 'rejects', 'throws'] as const),
]

const changes: readonly Change[] = [
  ...(['ping', 'ping fast', 'ping faster', 'ping by function', 'ping always'] as const),
  ...(['watch only', 'no heartbeat', 'replies'] as const),
  ...(['url a', 'url b', 'url b', 'url function', 'url function', 'url null'] as const),
  ...(['page', 'no page', 'other class', 'not when hidden', 'when hidden'] as const),
  ...(['own delays', 'own verdict', 'three redials', 'no redials', 'short delays'] as const),
  ...(['no delays', 'stable at once', 'small outbox', 'newest dropped', 'short outbox'] as const),
  ...(['no outbox', 'text', 'json', 'handshake', 'no handshake', 'short patience'] as const),
  ...(['protocols', 'protocols by function', 'debug'] as const),
]

/** Without `url null`, for most scenarios shall dial. */
const beginnings: readonly Change[] = changes.filter((change) => change !== 'url null')

const places: readonly Place[] = [
  ...(['status', 'status', 'open', 'stable', 'message', 'sent', 'close', 'error'] as const),
  ...(['ping', 'pong', 'heartbeat', 'drop', 'url()', 'handshake()', 'message()'] as const),
  ...(['pong()', 'reply()', 'delay()', 'shouldReconnect()', 'abort', 'page'] as const),
]

const calls: readonly Call[] = [
  ...(['send', 'send', 'send all', 'connect', 'close', 'reconnect', 'close, connect'] as const),
  ...(['close 4000', 'send nonsense'] as const),
]

const wakes = ['visible', 'online', 'resume', 'pageshow'] as const

const times: readonly number[] = [
  20, 0, 1, 100, 900, 1_000, 1_001, 2_000, 5_000, 9_999, 10_000, 10_001, 12_000, 15_000, 25_000,
  26_000, 30_000, 60_000, 90_000,
]

const time = fc.oneof(fc.constantFrom(...times), fc.integer({ min: 0, max: 20_000 }))
const longTime = fc.oneof(time, fc.constantFrom(10_500, 60_000, 600_000, 3_600_000))

const facts: readonly Step[] = ([true, false] as const).flatMap((isTold) =>
  ([true, false] as const).flatMap((is): Step[] => [
    { do: 'online', is, isTold },
    { do: 'visible', is, isTold },
  ]),
)

const signals: readonly Step[] = [
  ...wakes,
  ...(['offline', 'hidden', 'freeze', 'pagehide'] as const),
].map((signal) => ({ do: 'signal', signal }))

const modes: readonly Step[] = [
  ...([0, 0, 1_000, 60_000, 'chained', 'busy'] as const).map((to): Step => ({
    do: 'throttle',
    to,
  })),
  ...(['by time', 'timers', 'timers', 'two messages', 'messages'] as const).map((to): Step => ({
    do: 'order',
    to,
  })),
]

const jumps: readonly Step[] = [-3_600_000, -3_600_000, -5_000, -700, 700, 5_000, 3_600_000].map(
  (by) => ({ do: 'clock', by }),
)

const server: readonly Step[] = (['news', 'news', 'flood', 'nonsense', 'ping'] as const).map(
  (sends) => ({ do: 'server', sends }),
)

const back = fc.constantFrom<readonly (typeof wakes)[number][]>(
  ...[['resume', 'visible'], ['resume'], ['visible', 'pageshow'], ['pageshow'], []].map(
    (list) => list as (typeof wakes)[number][],
  ),
)

const step: Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: time.map((ms): Step => ({ do: 'wait', ms })) },
  { weight: 3, arbitrary: time.map((ms): Step => ({ do: 'stall', ms })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(longTime, fc.boolean())
      .map(([ms, stopsTimers]): Step => ({ do: 'sleep', ms, stopsTimers })),
  },
  { weight: 3, arbitrary: fc.constantFrom(...facts) },
  { weight: 2, arbitrary: fc.constantFrom(...signals) },
  { weight: 2, arbitrary: fc.constantFrom(...modes) },
  { weight: 2, arbitrary: fc.constantFrom(...jumps) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('freeze', 'cache'), longTime, back)
      .map(([kind, ms, list]): Step => ({ do: kind, ms, signals: list })),
  },
  { weight: 5, arbitrary: fc.constantFrom(...calls).map((call): Step => ({ do: 'call', call })) },
  { weight: 2, arbitrary: fc.constantFrom(...changes).map((call): Step => ({ do: 'call', call })) },
  { weight: 2, arbitrary: fc.constantFrom(...server) },
  { weight: 2, arbitrary: fc.constantFrom(...ways).map((way): Step => ({ do: 'mute', way })) },
  { weight: 2, arbitrary: fc.constantFrom(...ends).map((end): Step => ({ do: 'end', end })) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 20_000 }).map((ms): Step => ({ do: 'congest', ms })),
  },
)

const reaction: Arbitrary<Reaction> = fc.record({
  at: fc.constantFrom(...places),
  nth: fc.integer({ min: 0, max: 4 }),
  does: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom<Call | 'throw'>('throw', ...calls) },
    { weight: 2, arbitrary: fc.constantFrom(...changes) },
    { weight: 1, arbitrary: fc.constant('dispose' as const) },
  ),
})

const finale: Arbitrary<Finale> = fc.record({
  link: fc.constantFrom('dies', 'lives'),
  way: fc.constantFrom(...ways),
  throttle: fc.constantFrom<Finale['throttle'][]>(0, 0, 1_000, 60_000, 'chained', 'busy'),
  order: fc.constantFrom('by time', 'timers', 'two messages', 'messages'),
  wake: fc.constantFrom('none', 'none', ...wakes, 'offline'),
  stall: fc.oneof(fc.constant(0), time),
})

const some = <T>(one: Arbitrary<T>, maxLength: number): Arbitrary<T[]> =>
  fc.array(one, { maxLength, size: 'max' })

/** Now and then somebody disposes of the connection, and things go on happening. */
const steps: Arbitrary<Step[]> = fc.oneof(
  { weight: 19, arbitrary: some(step, 30) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(some(step, 20), some(step, 5))
      .map(([before, after]): Step[] => [...before, { do: 'call', call: 'dispose' }, ...after]),
  },
)

/** Every scenario that a seed can stand for. */
export const scenarios: Arbitrary<Scenario> = fc.record({
  random: fc.integer(),
  options: some(fc.constantFrom(...beginnings), 6),
  dials: some(fc.constantFrom(...dials), 10),
  answers: some(fc.constantFrom(...answers), 10),
  aftermaths: some(fc.constantFrom(...aftermaths), 6),
  urls: some(fc.constantFrom(...urls), 6),
  handshakes: some(fc.constantFrom(...handshakes), 6),
  reactions: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: some(reaction, 6) },
  ),
  steps,
  finale,
})

/** The scenario that a seed stands for. */
export function scenarioOf(seed: number): Scenario {
  return fc.sample(scenarios, { seed, numRuns: 1, unbiased: true })[0]!
}
