import { expect, it } from 'vitest'
import { growthOf } from './support/flat.ts'
import { outcomeOf } from './support/outcome-of.ts'

const CYCLES = 10_000

it.each(['Connection', 'ReconnectingWebSocket'])(
  'the heap stays as it is while a %s is made, broken and ended again and again',
  async (name) => {
    const { left, alive, heap } = await outcomeOf(name, CYCLES)

    expect({ left, alive }).toEqual({ left: null, alive: 0 })
    expect(growthOf(heap)).toBeLessThan(0.005)
  },
)
