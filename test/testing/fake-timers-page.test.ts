import { describe, expect, it } from 'vitest'
import { START, setUpTimers } from './set-up-timers.ts'

describe('frames', () => {
  it('runs what was requested', async () => {
    const { timers, log, note } = setUpTimers()
    timers.requestFrame(note('a'))
    timers.requestFrame(note('b'))

    await timers.frame()

    expect(log).toEqual(['a@16', 'b@16'])
  })

  it('moves the clock to the next frame when nothing is requested', async () => {
    const { timers } = setUpTimers()
    await timers.advance(10)

    await timers.frame()

    expect(timers.now()).toBe(START + 16)
  })

  it('runs what promises request before it', async () => {
    const { timers, log, note } = setUpTimers()
    void Promise.resolve().then(() => timers.requestFrame(note('a')))

    await timers.frame()

    expect(log).toEqual(['a@16'])
  })

  it('fires the timers on the way to the frame, and what they request is in it', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(() => timers.requestFrame(note('requested')), 5)
    timers.setTimeout(note('timer'), 16)
    timers.setTimeout(note('later'), 17)

    await timers.frame()

    expect(log).toEqual(['timer@16', 'requested@16'])
  })

  it('leaves what a frame requests to the next', async () => {
    const { timers, log, note } = setUpTimers()
    timers.requestFrame(() => timers.requestFrame(note('next')))

    await timers.frame()
    expect(log).toEqual([])
    await timers.frame()

    expect(log).toEqual(['next@32'])
  })

  it('is over when promises made in it have run', async () => {
    const { timers, log, note } = setUpTimers()
    timers.requestFrame(() => void Promise.resolve().then(note('rendered')))

    await timers.frame()

    expect(log).toEqual(['rendered@16'])
  })

  it('comes while advancing, every 16 ms', async () => {
    const { timers, log, note } = setUpTimers()
    timers.requestFrame(note('a'))
    timers.setTimeout(() => timers.requestFrame(note('b')), 10)
    timers.setTimeout(() => timers.requestFrame(note('c')), 20)

    await timers.advance(100)

    expect(log).toEqual(['a@16', 'b@16', 'c@32'])
  })

  it('comes when it is due, after an advance that was too short', async () => {
    const { timers, log, note } = setUpTimers()
    timers.requestFrame(note('a'))

    await timers.advance(10)
    await timers.frame()

    expect(log).toEqual(['a@16'])
  })

  it('does not run what was cancelled', async () => {
    const { timers, log, note } = setUpTimers()
    const handle = timers.requestFrame(note('a'))

    timers.cancelFrame(handle)
    await timers.frame()

    expect(log).toEqual([])
  })

  it('does not run what is cancelled in the same frame', async () => {
    const { timers, log, note } = setUpTimers()
    timers.requestFrame(() => timers.cancelFrame(handle))
    const handle = timers.requestFrame(note('a'))

    await timers.frame()

    expect(log).toEqual([])
  })
})

describe('sleep', () => {
  it('moves the clock and fires nothing', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(note('a'), 10)
    timers.requestFrame(note('frame'))

    await timers.sleep(60_000)

    expect(log).toEqual([])
    expect(timers.now()).toBe(START + 60_000)
  })

  it('shows overdue timers the late clock, in the order of their deadlines', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(note('b'), 20)
    timers.setTimeout(note('a'), 10)
    timers.requestFrame(note('frame'))

    await timers.sleep(60_000)
    await timers.advance(0)

    expect(log).toEqual(['a@60000', 'frame@60000', 'b@60000'])
  })

  it('is over at the next frame', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(note('a'), 10)
    timers.requestFrame(note('frame'))

    await timers.sleep(1_000)
    await timers.frame()

    expect(log).toEqual(['a@1000', 'frame@1000'])
  })
})

describe('throttle', () => {
  it('fires timers at multiples only', async () => {
    const { timers, log, note } = setUpTimers()
    timers.throttle(1_000)
    timers.setTimeout(note('b'), 900)
    timers.setTimeout(note('a'), 100)
    timers.setTimeout(note('c'), 1_001)

    await timers.advance(2_000)

    expect(log).toEqual(['a@1000', 'b@1000', 'c@2000'])
  })

  it('concerns timers that were set before it', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(note('a'), 100)

    timers.throttle(60_000)
    await timers.advance(60_000)

    expect(log).toEqual(['a@60000'])
  })

  it('ends with 0', async () => {
    const { timers, log, note } = setUpTimers()
    timers.throttle(1_000)
    timers.setTimeout(note('a'), 100)

    timers.throttle(0)
    await timers.advance(100)

    expect(log).toEqual(['a@100'])
  })

  it('leaves frame requests to a throttled timer of 250 ms', async () => {
    const { timers, log, note } = setUpTimers()
    timers.throttle(200)
    timers.requestFrame(note('a'))

    await timers.advance(1_000)

    expect(log).toEqual(['a@400'])
  })

  it('makes a frame wait for the fallback', async () => {
    const { timers, log, note } = setUpTimers()
    timers.throttle(1_000)
    timers.requestFrame(note('a'))

    await timers.frame()

    expect(log).toEqual(['a@1000'])
  })

  it('lets overdue timers of a sleep wait for the next multiple', async () => {
    const { timers, log, note } = setUpTimers()
    timers.throttle(1_000)
    timers.setTimeout(note('a'), 100)

    await timers.sleep(5_500)
    await timers.advance(500)

    expect(log).toEqual(['a@6000'])
  })
})
