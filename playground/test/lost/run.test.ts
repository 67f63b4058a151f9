import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeTimers, type FakeTimers } from 'vue-heartbeat-socket/testing'
import { Tally } from '../../server/tally.ts'
import { Run } from '../../src/lost/run.ts'
import { forEach } from '../../src/lost/sender.ts'
import { laneIds, type Lane, type LaneId, type LaneListener } from '../../src/tour/lanes/lane.ts'
import { tourTimes } from '../../src/tour/times.ts'

const times = tourTimes(1)

let timers: FakeTimers
let server: Tally
let run: Run<LaneId>
let listeners: Record<LaneId, LaneListener>
/** Whether the server gets what is sent. */
let arrives: boolean
let held: number
/** Whether the clients account for what they send. */
let areReady: boolean
let ended: number
/** Thrown by the next count. */
let failing: string | null

const open = forEach(
  laneIds,
  (id) =>
    (_url: string, _times: unknown, listener: LaneListener): Lane => {
      listeners[id] = listener
      return {
        accounts: true,
        send: (text) => void (arrives && server.take(text)),
        isReady: () => areReady,
        held: () => held,
        end: () => void ended++,
      }
    },
)

beforeEach(() => {
  timers = createFakeTimers()
  server = new Tally()
  listeners = {} as Record<LaneId, LaneListener>
  arrives = areReady = true
  held = ended = 0
  failing = null
  let runs = 0
  async function count() {
    if (failing === null) return server.read()
    throw new Error(failing)
  }
  run = new Run(laneIds, { timers, times, count, nextRun: () => `run-${++runs}` })
})

async function startSending(ms: number): Promise<void> {
  run.start('ws://127.0.0.1/feed', open)
  await timers.advance(ms)
}

describe('a run', () => {
  test('begins to send once all is accounted for', async () => {
    areReady = false
    run.start('ws://127.0.0.1/feed', open)
    await timers.advance(5_000)
    expect([run.state.phase, server.read()]).toEqual(['opening', {}])

    areReady = true
    await timers.advance(500)

    expect(run.state.phase).toBe('sending')
    expect(Object.keys(server.read())).toHaveLength(3)
  })

  test('counts twice a second', async () => {
    await startSending(1_000)

    expect(run.state.tallies.ours).toMatchObject({ sent: 10, arrived: 10, lost: 0 })
  })

  test('has as lost what did not arrive, and as untold what was not reported either', async () => {
    await startSending(0)
    arrives = false
    await timers.advance(200)
    arrives = true
    listeners.ours.drops('count:run-2/ours:2')
    listeners.ours.drops('count:run-2/ours:3')
    await timers.advance(1_500)

    expect(run.state.tallies.ours).toMatchObject({ lost: 2, untold: 0 })
    expect(run.state.tallies.bare).toMatchObject({ lost: 2, untold: 2 })
  })

  test('sends no more once stopped, and ends the clients when all has an outcome', async () => {
    await startSending(1_000)
    held = 1
    run.stop()
    arrives = false
    await timers.advance(5_000)
    expect([run.state.tallies.ours.sent, ended]).toEqual([11, 3])
  })

  test('waits for what the clients still have, ten seconds at most', async () => {
    await startSending(0)
    arrives = false
    await timers.advance(100)
    held = 1
    run.stop()

    await timers.advance(9_000)
    expect([run.state.phase, ended]).toEqual(['draining', 0])
    await timers.advance(1_500)

    expect([run.state.phase, ended]).toEqual(['idle', 3])
    expect(run.state.tallies.vueuse).toMatchObject({ sent: 2, arrived: 1, held: 1, lost: 0 })
  })

  test('is over at once where nothing was sent yet', async () => {
    areReady = false
    run.start('ws://127.0.0.1/feed', open)

    run.stop()
    await timers.advance(5_000)

    expect([run.state.phase, ended, timers.pending]).toEqual(['idle', 3, 0])
  })

  test('begins anew with other numbers', async () => {
    await startSending(1_000)
    run.end()

    await startSending(0)

    expect(run.state.tallies.ours.sent).toBe(1)
    expect(Object.keys(server.read())).toHaveLength(6)
  })

  test('is over for good, though a count fails that was under way', async () => {
    let fail: (error: Error) => void = () => {}
    const count = () => new Promise<never>((_, reject) => (fail = reject))
    run = new Run(laneIds, { timers, times, count, nextRun: () => 'run' })
    await startSending(0)

    run.end()
    fail(new Error('The server is gone'))
    await timers.advance(2_000)

    expect([run.state.problem, timers.pending]).toEqual(['', 0])
  })

  test('shows what was wrong with a count, and goes on', async () => {
    await startSending(0)
    failing = 'The server is gone'
    await timers.advance(500)
    expect(run.state.problem).toBe('The server is gone')

    failing = null
    await timers.advance(500)

    expect(run.state.problem).toBe('')
    expect(run.state.tallies.ours.sent).toBe(10)
  })
})
