import fc, { type Arbitrary } from 'fast-check'
import {
  ways,
  ends,
  attempts,
  answers,
  aftermaths,
  urls,
  handshakes,
  changes,
  beginnings,
  places,
  calls,
  wakes,
  times,
  facts,
  signals,
  modes,
  jumps,
  server,
} from './faults.ts'
import type { Call, Change, Finale, Place, Reaction, Scenario, Step } from './scenario.ts'

const time = fc.oneof(fc.constantFrom(...times), fc.integer({ min: 0, max: 20_000 }))
const longTime = fc.oneof(time, fc.constantFrom(10_500, 60_000, 600_000, 3_600_000))

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
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 40_000 }), fc.boolean())
      .map(([ms, isSteady]): Step => ({ do: 'congest', ms, isSteady })),
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

/** Asks for attempts without end: what hammers a server where nothing limits it. */
const insistence: Arbitrary<Reaction> = fc.record({
  at: fc.constantFrom(...(['status', 'close', 'open', 'error', 'drop', 'abort'] as const)),
  nth: fc.constant('each' as const),
  does: fc.constantFrom(...(['reconnect', 'connect'] as const)),
})

const finale: Arbitrary<Finale> = fc.record({
  link: fc.constantFrom('dies', 'lives'),
  way: fc.constantFrom(...ways),
  throttle: fc.constantFrom<Finale['throttle'][]>(0, 0, 1_000, 60_000, 'chained', 'busy'),
  order: fc.constantFrom('by time', 'timers', 'two messages', 'messages'),
  wake: fc.constantFrom('none', 'none', ...wakes, 'offline'),
  buffered: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
  stall: fc.oneof(fc.constant(0), time),
})

/** What makes code of the user's run at a place. */
const needs: { readonly [place in Place]?: Change } = {
  'url()': 'url function',
  'handshake()': 'handshake',
  'cursor()': 'cursor',
  'message()': 'ping by function',
  'pong()': 'ping by function',
  'reply()': 'replies',
  'delay()': 'own delays',
  'shouldReconnect()': 'own verdict',
}

const some = <T>(one: Arbitrary<T>, maxLength: number): Arbitrary<T[]> =>
  fc.array(one, { maxLength, size: 'max' })

/** Now and then the user disposes of the connection, and things go on happening. */
const steps: Arbitrary<Step[]> = fc.oneof(
  { weight: 19, arbitrary: some(step, 30) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(some(step, 20), some(step, 5))
      .map(([before, after]): Step[] => [...before, { do: 'call', call: 'dispose' }, ...after]),
  },
)

const records: Arbitrary<Scenario> = fc.record({
  random: fc.integer(),
  options: some(fc.constantFrom(...beginnings), 6),
  attempts: some(fc.constantFrom(...attempts), 10),
  answers: some(fc.constantFrom(...answers), 10),
  aftermaths: some(fc.constantFrom(...aftermaths), 6),
  urls: some(fc.constantFrom(...urls), 6),
  handshakes: some(fc.constantFrom(...handshakes), 6),
  reactions: fc.oneof(
    { weight: 8, arbitrary: fc.constant([]) },
    { weight: 8, arbitrary: some(reaction, 6) },
    {
      weight: 1,
      arbitrary: fc.tuple(insistence, some(reaction, 3)).map(([one, others]) => [...others, one]),
    },
  ),
  steps,
  finale,
})

/** Every scenario that a seed can stand for. */
export const scenarios: Arbitrary<Scenario> = records.map((scenario) => {
  const needed = scenario.reactions.flatMap(({ at }) => needs[at] ?? [])
  return { ...scenario, options: [...needed, ...scenario.options] }
})
