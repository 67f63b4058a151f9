import { beforeEach, describe, expect, test } from 'vitest'
import { fed, FakeStage } from './stage.ts'
import type { Row } from '../../src/tour/play-step.ts'

let stage: FakeStage

beforeEach(() => {
  stage = new FakeStage()
})

/** Goes on to the calm before the fault of this step. */
async function playTo(step: number): Promise<void> {
  stage.tour.play()
  await stage.timers.advance(0)
  for (let skipped = 0; skipped < step; skipped++) {
    stage.tour.next()
    await stage.timers.advance(0)
  }
}

async function result(): Promise<Row> {
  stage.tour.pause()
  await stage.timers.advance(60_000)
  return stage.tour.state.rows.at(-1)!
}

const [PLUG, HALF_OPEN, RESTART, LID, FLOOD] = [0, 1, 2, 3, 4] as const

describe('a step', () => {
  test('measures from the fault on when each client noticed and was back', async () => {
    await playTo(HALF_OPEN)
    await stage.toFault(1_000)
    stage.lose(['ours', 'vueuse'])
    await stage.timers.advance(500)
    stage.find(['ours'])

    const { outcomes, lasted } = await result()

    expect(outcomes).toEqual({
      ours: { noticedAfter: 1_000, backAfter: 1_500, received: 1 },
      vueuse: { noticedAfter: 1_000, backAfter: null, received: 0 },
      bare: { noticedAfter: null, backAfter: null, received: 0 },
    })
    expect(lasted).toBe(8_000)
  })

  test('ends as soon as all are back', async () => {
    await playTo(HALF_OPEN)
    await stage.toFault(1_000)
    stage.lose()
    stage.find()

    const { lasted } = await result()

    expect(lasted).toBeLessThan(1_100)
  })

  test('does not take what was sent before the fault for a return', async () => {
    await playTo(HALF_OPEN)
    const before = stage.timers.now()
    await stage.toFault(1_000)
    stage.lanes.bare.hears(fed(before))

    const { outcomes } = await result()

    expect(outcomes.bare).toEqual({ noticedAfter: null, backAfter: null, received: 1 })
  })

  test('waits until all are well again before the fault', async () => {
    await playTo(HALF_OPEN)
    stage.lose(['bare'])
    await stage.toFault(5_000)
    expect(stage.asked.at(-1)).toBe('heal')

    stage.find(['bare'])
    await stage.timers.advance(50)

    expect(stage.asked.at(-1)).toBe('strand')
  })

  test('waits until what the clients send is accounted for', async () => {
    await playTo(HALF_OPEN)
    stage.areReady = false
    await stage.toFault(5_000)
    expect(stage.asked.at(-1)).toBe('heal')

    stage.areReady = true
    await stage.timers.advance(50)

    expect(stage.asked.at(-1)).toBe('strand')
  })

  test('counts what became of the messages that each client sends from the fault on', async () => {
    await playTo(HALF_OPEN)
    stage.isDeaf = true
    await stage.toFault(50)
    stage.isDeaf = false
    stage.lanes.ours.drops('count:run/ours:1')

    const { tallies } = await result()

    expect(tallies.ours).toMatchObject({ sent: 81, arrived: 80, lost: 1, untold: 0 })
    expect(tallies.bare).toMatchObject({ sent: 81, arrived: 80, lost: 1, untold: 1 })
  })

  test('goes through its stages in order', async () => {
    const stages: (string | null)[] = []
    await playTo(RESTART)

    for (let time = 0; time < 12_000; time += 100) {
      if (stages.at(-1) !== stage.tour.state.stage) stages.push(stage.tour.state.stage)
      if (stage.tour.state.step === RESTART) await stage.timers.advance(100)
    }

    expect(stages.slice(0, 4)).toEqual(['calm', 'struck', 'mended', 'shown'])
  })
})

describe('the pulled plug', () => {
  test('is put back, which is waited for', async () => {
    await playTo(PLUG)
    await stage.toFault(5_999)
    expect(stage.asked.at(-1)).toBe('set {"frozen":true}')

    await stage.timers.advance(1)

    expect(stage.asked.at(-1)).toBe('set {"frozen":false}')
  })
})

describe('the laptop lid', () => {
  test('holds the page and counts from the waking', async () => {
    await playTo(LID)
    await stage.toFault(100 + 700)
    stage.lose()

    const { outcomes, tallies } = await result()

    expect(stage.held).toBe(4_000)
    expect(tallies.ours.sent).toBe(0)
    expect(outcomes.ours.noticedAfter).toBe(700)
  })
})

describe('the flood', () => {
  test('lasts its time although no client is lost', async () => {
    await playTo(FLOOD)
    await stage.toFault(1_000)
    stage.find()

    const { outcomes, lasted } = await result()

    expect(lasted).toBe(5_000)
    expect(outcomes.ours).toEqual({ noticedAfter: null, backAfter: 1_000, received: 1 })
  })
})
