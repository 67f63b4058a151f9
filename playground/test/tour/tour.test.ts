import { beforeEach, describe, expect, test } from 'vitest'
import { FakeStage } from './stage.ts'

let stage: FakeStage

beforeEach(() => {
  stage = new FakeStage()
})

const LONG = 120_000

describe('play', () => {
  test('goes through all five steps by itself', async () => {
    stage.tour.play()
    await stage.timers.advance(LONG)

    expect(stage.tour.state).toMatchObject({ phase: 'over', stage: null, problem: '' })
    expect(stage.tour.state.rows.map(({ step }) => step)).toEqual([
      'plug',
      'halfOpen',
      'restart',
      'lid',
      'flood',
    ])
  })

  test('takes about a minute', async () => {
    const start = stage.timers.now()

    stage.tour.play()
    while (stage.tour.state.phase === 'playing') await stage.timers.advance(100)

    const took = stage.timers.now() + stage.held - start
    expect(took).toBeGreaterThan(45_000)
    expect(took).toBeLessThan(65_000)
  })

  test('heals the server before and after each fault', async () => {
    stage.tour.play()
    await stage.timers.advance(LONG)

    expect(stage.asked).toEqual([
      'heal',
      'set {"frozen":true}',
      'set {"frozen":false}',
      'heal',
      'heal',
      'strand',
      'heal',
      'heal',
      'set {"handshakeDelay":14000}',
      'close {"code":1012,"reason":"service restart"}',
      'set {"handshakeDelay":0}',
      'heal',
      'heal',
      'strand {"forgetAfter":2000}',
      'heal',
      'heal',
      'set {"flood":1250,"floodPage":"7"}',
      'heal',
    ])
  })

  test('gives each step new clients and ends the old ones', async () => {
    stage.tour.play()
    await stage.timers.advance(LONG)

    expect(stage.opened).toBe(15)
    expect([...stage.urls]).toEqual([expect.stringMatching(/\?page=7$/)])
    expect(stage.ended).toBe(15)
  })

  test('leaves no timer behind', async () => {
    stage.tour.play()
    await stage.timers.advance(LONG)

    expect(stage.timers.pending).toBe(0)
  })

  test('does nothing more while it plays', async () => {
    stage.tour.play()
    await stage.timers.advance(0)
    stage.tour.play()
    await stage.timers.advance(0)

    expect(stage.opened).toBe(3)
  })

  test('starts with an empty table when it plays again', async () => {
    stage.tour.play()
    await stage.timers.advance(LONG)

    stage.tour.play()
    await stage.timers.advance(0)

    expect(stage.tour.state).toMatchObject({ phase: 'playing', step: 0, rows: [] })
  })
})

describe('pause', () => {
  test('holds after the step under way', async () => {
    stage.tour.play()
    await stage.toFault()

    stage.tour.pause()
    await stage.timers.advance(LONG)

    expect(stage.tour.state).toMatchObject({ phase: 'paused', step: 1, isPausing: false })
    expect(stage.tour.state.rows).toHaveLength(1)
    expect(stage.asked.at(-1)).toBe('heal')
  })

  test('ends when the tour goes on', async () => {
    stage.tour.play()
    stage.tour.pause()
    await stage.timers.advance(LONG)

    stage.tour.play()
    await stage.timers.advance(LONG)

    expect(stage.tour.state.phase).toBe('over')
    expect(stage.tour.state.rows).toHaveLength(5)
  })

  test('can be taken back', async () => {
    stage.tour.play()
    stage.tour.pause()

    stage.tour.play()
    await stage.timers.advance(LONG)

    expect(stage.tour.state.phase).toBe('over')
  })

  test('is nothing to hold for after the last step', async () => {
    stage.tour.play()
    for (let step = 0; step < 4; step++) {
      await stage.timers.advance(0)
      stage.tour.next()
    }
    await stage.timers.advance(0)

    stage.tour.pause()
    await stage.timers.advance(LONG)

    expect(stage.tour.state).toMatchObject({ phase: 'over', isPausing: false })
  })
})

describe('next', () => {
  test('ends the step under way without a result, and heals', async () => {
    stage.tour.play()
    await stage.toFault(100)

    stage.tour.next()
    await stage.timers.advance(0)

    expect(stage.tour.state).toMatchObject({ phase: 'playing', step: 1, rows: [] })
    expect(stage.ended).toBe(3)
    expect(stage.asked.slice(-2)).toEqual(['heal', 'heal'])
  })
})

describe('stop', () => {
  test('ends the clients, heals the server and keeps the results', async () => {
    stage.tour.play()
    await stage.timers.advance(15_000)

    stage.tour.stop()
    await stage.timers.advance(LONG)

    expect(stage.tour.state).toMatchObject({ phase: 'idle', stage: null })
    expect(stage.tour.state.rows).toHaveLength(1)
    expect(stage.ended).toBe(stage.opened)
    expect(stage.asked.at(-1)).toBe('heal')
  })

  test('ends a pause', async () => {
    stage.tour.play()
    stage.tour.pause()
    await stage.timers.advance(LONG)

    stage.tour.stop()
    await stage.timers.advance(0)

    expect(stage.tour.state.phase).toBe('idle')
    expect(stage.opened).toBe(3)
  })

  test('lets it play from the beginning', async () => {
    stage.tour.play()
    await stage.timers.advance(15_000)
    stage.tour.stop()
    await stage.timers.advance(0)

    stage.tour.play()
    await stage.timers.advance(LONG)

    expect(stage.tour.state.rows).toHaveLength(5)
  })
})

describe('trouble', () => {
  test('of the server ends the tour and is told', async () => {
    stage.failing = 'strand'

    stage.tour.play()
    await stage.timers.advance(LONG)

    expect(stage.tour.state).toMatchObject({ phase: 'idle', problem: 'The server is gone' })
    expect(stage.ended).toBe(stage.opened)
  })

  test('is told when clients get nothing before the fault', async () => {
    stage.isFed = false

    stage.tour.play()
    await stage.timers.advance(LONG)

    expect(stage.tour.state.problem).toBe('Not all of the clients got a message in time')
    expect(stage.tour.state.rows).toEqual([])
  })

  test('is forgotten when it plays again', async () => {
    stage.isFed = false
    stage.tour.play()
    await stage.timers.advance(LONG)

    stage.isFed = true
    stage.tour.play()
    await stage.timers.advance(0)

    expect(stage.tour.state.problem).toBe('')
  })
})
