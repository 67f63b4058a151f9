import { describe, expect, it } from 'vitest'
import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import { memoryStore } from '../../src/server/memory-store.ts'
import { describeStore } from './support/store-suite.ts'

describeStore({
  name: 'memoryStore',
  slack: 0,
  hasClock: true,
  create: async (bounds) => {
    const timer = createFakeTimers()
    const store = memoryStore({ ...bounds, timer })
    return { store, other: store, advance: (ms) => timer.advance(ms) }
  },
})

describe('memoryStore', () => {
  it.each([0, -1, 1.5, NaN, Infinity, '10', null])('refuses the bound %s', (bound) => {
    const value = bound as number

    expect(() => memoryStore({ maxMessages: value })).toThrow(TypeError)
    expect(() => memoryStore({ maxBytes: value })).toThrow(TypeError)
  })

  it('has an epoch of its own each time it is made', async () => {
    const key = { user: 'u1', id: 'a'.repeat(22) }
    const epochs = await Promise.all(
      Array.from({ length: 50 }, async () => (await memoryStore().attach(key, 1)).head[0]),
    )

    expect(new Set(epochs).size).toBe(50)
  })
})
