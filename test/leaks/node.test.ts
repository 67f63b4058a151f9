import { expect, it } from 'vitest'
import { outcomeOf } from './support/outcome-of.ts'

/** `node.nightly.ts` does it often enough to see the heap grow. */
const CYCLES = 500

it.each(['Connection', 'ReconnectingWebSocket'])(
  'a %s that is made, broken and ended leaves nothing behind',
  async (name) => {
    const { left, alive, sockets } = await outcomeOf(name, CYCLES)

    expect({ left, alive }).toEqual({ left: null, alive: 0 })
    expect(sockets).toBeGreaterThan(2 * CYCLES)
  },
)
