import fc, { type Arbitrary } from 'fast-check'

/** What can happen to one of the tabs. */
export type TabFault =
  | 'close'
  | 'dispose'
  | 'crash'
  | 'freeze'
  | 'freeze wrongly'
  | 'stand still'
  | 'cache'
  | 'thaw'
  | 'hide'
  | 'show'
  | 'connect'
  | 'reconnect'
  | 'mute'
  | 'deafen'

/** Something that happens in a simulated browser. */
export type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'open' }
  | { readonly do: 'broadcast'; readonly count: number }
  | { readonly do: 'send'; readonly tab: number; readonly count: number }
  | { readonly do: 'tab'; readonly tab: number; readonly fault: TabFault }
  /** A tab sends, and so many ms later something happens to the leader. */
  | {
      readonly do: 'hit'
      readonly tab: number
      readonly count: number
      readonly ms: number
      readonly fault: 'crash' | 'close' | 'freeze' | 'cache'
    }
  /** A page has so much to do, in ms, that all else waits. */
  | { readonly do: 'busy'; readonly tab: number; readonly ms: number }
  /** So many of the next frames don't reach a tab. */
  | { readonly do: 'lose'; readonly tab: number; readonly count: number }
  /** So many of the last frames come to all tabs once more. */
  | { readonly do: 'repeat'; readonly count: number }
  | { readonly do: 'cut' }
  | { readonly do: 'attempts'; readonly go: 'refused' | 'accepted' }

/** What a seed stands for. */
export interface Scenario {
  readonly random: number
  /** Whether the tabs share a session with the real server, or a connection without one. */
  readonly hasSession: boolean
  readonly resends: boolean
  /** Whether in the end only one of the tabs can be seen; pages that can't attempt nothing then. */
  readonly showsOne: boolean
  readonly steps: readonly Step[]
}

const ms = fc.oneof(
  fc.constantFrom(0, 1, 2, 3),
  fc.integer({ min: 4, max: 400 }),
  fc.integer({ min: 400, max: 40_000 }),
)
const tab = fc.integer({ min: 0, max: 4 })
const count = fc.integer({ min: 1, max: 4 })

const faults: readonly [weight: number, fault: TabFault][] = [
  [3, 'close'],
  [1, 'dispose'],
  [4, 'crash'],
  [4, 'freeze'],
  [1, 'freeze wrongly'],
  [3, 'stand still'],
  [3, 'cache'],
  [8, 'thaw'],
  [2, 'hide'],
  [3, 'show'],
  [1, 'connect'],
  [1, 'reconnect'],
  [1, 'mute'],
  [1, 'deafen'],
]
const fault = fc.oneof(
  ...faults.map(([weight, name]) => ({ weight, arbitrary: fc.constant(name) })),
)

const one = <Name extends Step['do']>(name: Name, rest: object = {}): Arbitrary<Step> =>
  fc.record({ do: fc.constant(name), ...rest }) as Arbitrary<any>

const step = fc.oneof(
  { weight: 24, arbitrary: one('wait', { ms }) },
  { weight: 8, arbitrary: one('open') },
  { weight: 14, arbitrary: one('broadcast', { count }) },
  { weight: 16, arbitrary: one('send', { tab, count }) },
  { weight: 20, arbitrary: one('tab', { tab, fault }) },
  {
    weight: 5,
    arbitrary: one('hit', {
      tab,
      count,
      ms: fc.integer({ min: 0, max: 12 }),
      fault: fc.constantFrom('crash', 'close', 'freeze', 'cache'),
    }),
  },
  { weight: 3, arbitrary: one('busy', { tab, ms: fc.integer({ min: 1, max: 2_000 }) }) },
  { weight: 1, arbitrary: one('lose', { tab, count }) },
  { weight: 2, arbitrary: one('repeat', { count: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 3, arbitrary: one('cut') },
  { weight: 2, arbitrary: one('attempts', { go: fc.constantFrom('refused', 'accepted') }) },
)

/** Every scenario that a seed can stand for. */
export const scenarios: Arbitrary<Scenario> = fc.record({
  random: fc.integer(),
  hasSession: fc.boolean(),
  resends: fc.boolean(),
  showsOne: fc.boolean(),
  steps: fc.array(step, { maxLength: 40, size: 'max' }),
})
