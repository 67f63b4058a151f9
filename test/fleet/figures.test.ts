import { describe, expect, it } from 'vitest'
import { connection } from '../../bench/fleet/ours.ts'
import { acceptAndDrop, outage } from '../../bench/fleet/scenarios.ts'
import { simulate } from '../../bench/fleet/simulate.ts'

const CLIENTS = 10_000

describe('10 000 clients that lose their server together', () => {
  it('spread their attempts after a short outage', () => {
    const tally = simulate(connection, outage(0.3), CLIENTS)

    expect(tally.worst(1_000)).toBeLessThanOrEqual(0.25)
    expect(tally.worst(100)).toBeLessThanOrEqual(0.03)
  })

  it.each([0.3, 5, 30, 120])('are back within 30 s after an outage of %d s', (seconds) => {
    const tally = simulate(connection, outage(seconds), CLIENTS)

    expect(tally.backAt(0.99) - seconds * 1_000).toBeLessThanOrEqual(30_000)
  })

  it('attempt a server that accepts and drops at most 8 times in the first minute', () => {
    const tally = simulate(connection, acceptAndDrop, CLIENTS)

    expect(tally.mean).toBeLessThanOrEqual(8)
  })
})
