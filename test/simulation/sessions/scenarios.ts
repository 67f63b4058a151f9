import fc, { type Arbitrary } from 'fast-check'
import type { PageSignal } from 'vue-heartbeat-socket/socket'
import type {
  Audience,
  Call,
  Scenario,
  Step,
  StoreCall,
  StoreFault,
  Way,
  Work,
} from './scenario.ts'

const between = (min: number, max: number) => fc.integer({ min, max })
const client = between(0, 3)
const node = between(0, 2)

/** Times that matter to some deadline, and any others. */
const time = fc.oneof(fc.constantFrom(0, 50, 100, 500, 2_000), between(0, 6_000))
const longTime = fc.oneof(time, fc.constantFrom(10_000, 21_000, 40_000))

const count = fc.oneof(
  { weight: 40, arbitrary: between(1, 5) },
  { weight: 6, arbitrary: between(5, 40) },
  { weight: 1, arbitrary: fc.constant(300) },
)
const few = between(1, 4)

const work = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<Work>('publish', 'to room', 'to user', 'reply', 'join', 'leave'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Work>('slow', 'throw once', 'throw', 'hang', 'refuse', 'nothing'),
  },
)

const audience = fc.constantFrom<Audience>('everyone', 'channel', 'user', 'session', 'room', 'room')
const signals = [
  'online',
  'offline',
  'visible',
  'hidden',
  'resume',
  'freeze',
  'pagehide',
  'pageshow',
]

/** `do` and the rest of a step, each with how often it comes. */
function steps(weights: readonly (readonly [number, Arbitrary<Step>])[]): Arbitrary<Step> {
  return fc.oneof(...weights.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}

function one<Name extends Step['do']>(
  name: Name,
  rest: { [Key in Exclude<keyof Extract<Step, { do: Name }>, 'do'>]: Arbitrary<unknown> },
): Arbitrary<Step> {
  return fc.record({ do: fc.constant(name), ...rest }) as Arbitrary<any>
}

const step = steps([
  [24, one('wait', { ms: time })],
  [20, one('send', { client, work, count })],
  [3, one('send now', { client, work })],
  [
    16,
    one('publish', {
      to: audience,
      client,
      count,
      keep: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    }),
  ],
  [10, one('cut', { client, page: time, node: longTime })],
  [5, one('silence', { client, way: fc.constantFrom<Way>('up', 'down', 'both') })],
  [3, one('stall', { client, ms: time })],
  [4, one('kill', { node, spread: longTime, ms: time })],
  [1, one('drain', { node, within: time })],
  [
    12,
    one('store', {
      call: fc.constantFrom<StoreCall>('commit', 'commit', 'commit', 'attach', 'publish', 'read'),
      fault: fc.constantFrom<StoreFault>('before', 'after', 'late', 'slow', 'held'),
      count: few,
      ms: time,
    }),
  ],
  [1, one('outage', { ms: longTime })],
  [2, one('lag', { node, ms: time })],
  [3, one('failover', { lost: between(0, 12), again: fc.boolean() })],
  [2, one('expire', { client })],
  [2, one('authenticate', { takes: fc.oneof(longTime, fc.constant('throw')), count: few })],
  [1, one('auth', { takes: fc.oneof(longTime, fc.constant('throw')), count: few })],
  [1, one('attempts', { go: fc.constantFrom('refused', 'silent'), ms: time })],
  [12, one('move', { client, to: fc.constantFrom('join', 'leave') })],
  [1, one('end', { client })],
  [2, one('page', { client, signal: fc.constantFrom(...(signals as PageSignal[])) })],
  [
    2,
    one('call', {
      client,
      call: fc.constantFrom<Call>('reconnect', 'reconnect', 'close', 'close, connect', 'connect'),
    }),
  ],
])

/** Every scenario that a seed can stand for. */
export const scenarios: Arbitrary<Scenario> = fc.record({
  random: fc.integer(),
  clients: between(2, 4),
  nodes: between(2, 3),
  keeps: fc.constantFrom(8, 40, 400),
  maxAge: fc.constantFrom(3_000, 60_000, 60_000),
  maxMessages: fc.constantFrom(20, 1_000),
  steps: fc.array(step, { maxLength: 50, size: 'max' }),
})
