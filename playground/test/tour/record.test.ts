import { beforeEach, describe, expect, test } from 'vitest'
import { viewOf } from '../../src/tour/lane-view.ts'
import { LaneRecord } from '../../src/tour/record.ts'
import { sentAt } from '../../src/tour/sent-at.ts'
import { fed } from './stage.ts'

const START = 1_000_000
let now: number
let lane: LaneRecord

beforeEach(() => {
  now = START
  lane = new LaneRecord(() => now)
})

function strike(): void {
  lane.mark('fault')
  lane.holdsFrom(now)
}

describe('a record', () => {
  test('is well once it is open and has got something', () => {
    lane.report('OPEN', true)
    expect(lane.isWell).toBe(false)

    lane.hears('hello')

    expect(lane.isWell).toBe(true)
  })

  test('notices nothing before the fault', () => {
    lane.report('OPEN', true)
    lane.report('CLOSED', false)

    expect(lane.outcome.noticedAfter).toBeNull()
  })

  test('keeps the first time that it noticed', () => {
    lane.report('OPEN', true)
    strike()

    now += 100
    lane.report('CLOSED', false)
    lane.report('OPEN', true)
    now += 100
    lane.report('CLOSED', false)

    expect(lane.outcome.noticedAfter).toBe(100)
  })

  test('is not back by an opening alone', () => {
    lane.report('OPEN', true)
    strike()

    lane.report('CLOSED', false)
    lane.report('OPEN', true)

    expect(lane.outcome.backAfter).toBeNull()
  })

  test('is not back while it does not believe so', () => {
    strike()

    now += 100
    lane.hears(fed(now))

    expect(lane.outcome.backAfter).toBeNull()
  })

  test('is no longer back after another loss', () => {
    lane.report('OPEN', true)
    strike()
    now += 100
    lane.hears(fed(now))

    lane.report('CLOSED', false)

    expect(lane.outcome.backAfter).toBeNull()
  })

  test('is not back before the server says that the fault holds', () => {
    lane.report('OPEN', true)
    lane.mark('fault')

    now += 10
    lane.hears(fed(now))

    expect(lane.outcome.backAfter).toBeNull()
  })
})

test('a view shows when the lane believed what, and when messages came', () => {
  lane.report('OPEN', true)
  now += 250
  lane.hears('a')
  lane.hears('b')
  strike()
  now += 250
  lane.report('CLOSED', false)
  now += 500

  const { ours } = viewOf({ ours: lane, vueuse: lane, bare: lane }, now)

  expect(ours).toMatchObject({
    status: 'CLOSED',
    isOpen: false,
    silentFor: 750,
    sinceFault: 750,
    believed: [{ from: 0, to: 500 }],
    heard: [{ from: 200, to: 300 }],
    marks: [{ at: 250, kind: 'fault' }],
  })
})

test.each([
  [fed(5), 5],
  ['{"type":"flood","id":1,"at":5}', null],
  ['{"type":"metrics"}', null],
  ['pong', null],
])('%s was sent at %s', (text, at) => {
  expect(sentAt(text)).toBe(at)
})
