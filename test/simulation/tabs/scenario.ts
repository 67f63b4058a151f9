import fc, { type Arbitrary } from 'fast-check'

/** What can happen to one of the tabs. */
export type TabFault =
  | 'close'
  | 'dispose'
  | 'crash'
  | 'freeze'
  | 'stand still'
  | 'cache'
  | 'thaw'
  | 'hide'
  | 'show'
  | 'mute'
  | 'deafen'

/** Something that happens in a simulated browser. */
export type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'open' }
  | { readonly do: 'broadcast'; readonly count: number }
  | { readonly do: 'send'; readonly tab: number; readonly count: number }
  | { readonly do: 'tab'; readonly tab: number; readonly fault: TabFault }
  | { readonly do: 'cut' }
  | { readonly do: 'attempts'; readonly go: 'refused' | 'accepted' }

/** What a seed stands for. */
export interface Scenario {
  readonly random: number
  readonly resends: boolean
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
  [3, 'stand still'],
  [3, 'cache'],
  [8, 'thaw'],
  [2, 'hide'],
  [3, 'show'],
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
  { weight: 3, arbitrary: one('cut') },
  { weight: 2, arbitrary: one('attempts', { go: fc.constantFrom('refused', 'accepted') }) },
)

/** Every scenario that a seed can stand for. */
export const scenarios: Arbitrary<Scenario> = fc.record({
  random: fc.integer(),
  resends: fc.boolean(),
  steps: fc.array(step, { maxLength: 40, size: 'max' }),
})
