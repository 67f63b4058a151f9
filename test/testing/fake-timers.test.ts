import { describe, expect, it, vi } from 'vitest'
import { createFakeTimers } from 'vue-heartbeat-socket/testing'

const START = 1_767_225_600_000

function setUp() {
  const timers = createFakeTimers()
  const log: string[] = []
  const note = (name: string) => () => void log.push(`${name}@${timers.now() - START}`)
  return { timers, log, note }
}

describe('advance', () => {
  it('starts at a fixed time', () => {
    expect(createFakeTimers().now()).toBe(START)
  })

  it('starts where it is told to', () => {
    expect(createFakeTimers({ now: 5 }).now()).toBe(5)
  })

  it('moves the clock by what it is given', async () => {
    const { timers } = setUp()

    await timers.advance(1_234)

    expect(timers.now()).toBe(START + 1_234)
  })

  it('fires a timer at its deadline and once', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(note('a'), 100)

    await timers.advance(99)
    expect(log).toEqual([])
    await timers.advance(500)

    expect(log).toEqual(['a@100'])
  })

  it('fires in the order of deadlines, then of creation', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(note('late'), 20)
    timers.setTimeout(note('first'), 10)
    timers.setTimeout(note('second'), 10)

    await timers.advance(20)

    expect(log).toEqual(['first@10', 'second@10', 'late@20'])
  })

  it('fires timers that are set on the way and fall due', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(() => timers.setTimeout(note('inner'), 5), 10)
    timers.setTimeout(note('outer'), 20)

    await timers.advance(20)

    expect(log).toEqual(['inner@15', 'outer@20'])
  })

  it('fires timers of 0 ms without the clock moving', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(note('a'), 0)

    await timers.advance(0)

    expect(log).toEqual(['a@0'])
  })

  it('does not fire what was cleared', async () => {
    const { timers, log, note } = setUp()
    const handle = timers.setTimeout(note('a'), 10)

    timers.clearTimeout(handle)
    await timers.advance(10)

    expect(log).toEqual([])
  })

  it('does not fire what another timer of the same deadline clears', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(() => timers.clearTimeout(handle), 10)
    const handle = timers.setTimeout(note('a'), 10)

    await timers.advance(10)

    expect(log).toEqual([])
  })

  it('runs long chains of promises to their end between timers', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(async () => {
      for (let turn = 0; turn < 1_000; turn++) await Promise.resolve()
      note('chain')()
    }, 10)
    timers.setTimeout(note('next'), 10)

    await timers.advance(10)

    expect(log).toEqual(['chain@10', 'next@10'])
  })

  it('runs what promises have to do before the clock moves', async () => {
    const { timers, log, note } = setUp()
    void Promise.resolve().then(() => timers.setTimeout(note('a'), 10))

    await timers.advance(10)

    expect(log).toEqual(['a@10'])
  })

  it('works while the globals are faked', async () => {
    const { timers, log, note } = setUp()
    vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'Date'] })
    timers.setTimeout(note('a'), 10)

    await timers.advance(10).finally(() => vi.useRealTimers())

    expect(log).toEqual(['a@10'])
  })

  it('works when it is loaded while the globals are faked', async () => {
    vi.useFakeTimers()
    vi.resetModules()
    const fresh = await import('vue-heartbeat-socket/testing')
    const timers = fresh.createFakeTimers()
    const fired = vi.fn()
    timers.setTimeout(fired, 10)

    await timers.advance(10).finally(() => vi.useRealTimers())

    expect(fired).toHaveBeenCalledOnce()
  })

  it('advances one after the other when nobody awaits', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(note('a'), 10)
    timers.setTimeout(note('b'), 30)

    void timers.advance(10)
    void timers.sleep(5)
    await timers.advance(15)

    expect(log).toEqual(['a@10', 'b@30'])
    expect(timers.now()).toBe(START + 30)
  })
})

describe('a callback that throws', () => {
  it('does not keep the others from running, and is told at the end', async () => {
    const { timers, log, note } = setUp()
    const fail = (message: string) => () => {
      throw new Error(message)
    }
    timers.setTimeout(fail('first'), 10)
    timers.setTimeout(note('a'), 20)
    timers.setTimeout(fail('second'), 30)

    const advanced = timers.advance(40)

    await expect(advanced).rejects.toThrow('first')
    expect(log).toEqual(['a@20'])
    expect(timers.now()).toBe(START + 40)
  })

  it('leaves the timers usable', async () => {
    const { timers, log, note } = setUp()
    timers.requestFrame(() => {
      throw new Error('once')
    })
    timers.requestFrame(note('a'))

    await expect(timers.frame()).rejects.toThrow('once')
    await timers.advance(10)

    expect(log).toEqual(['a@16'])
    expect(timers.now()).toBe(START + 26)
  })
})

describe('frames', () => {
  it('runs what was requested, 16 ms on', async () => {
    const { timers, log, note } = setUp()
    timers.requestFrame(note('a'))
    timers.requestFrame(note('b'))

    await timers.frame()

    expect(log).toEqual(['a@16', 'b@16'])
  })

  it('moves the clock by 16 ms when nothing is requested', async () => {
    const { timers } = setUp()

    await timers.frame()

    expect(timers.now()).toBe(START + 16)
  })

  it('runs what promises request before it', async () => {
    const { timers, log, note } = setUp()
    void Promise.resolve().then(() => timers.requestFrame(note('a')))

    await timers.frame()

    expect(log).toEqual(['a@16'])
  })

  it('fires the timers on the way to the frame, and what they request is in it', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(() => timers.requestFrame(note('requested')), 5)
    timers.setTimeout(note('timer'), 16)
    timers.setTimeout(note('later'), 17)

    await timers.frame()

    expect(log).toEqual(['timer@16', 'requested@16'])
  })

  it('leaves what a frame requests to the next', async () => {
    const { timers, log, note } = setUp()
    timers.requestFrame(() => timers.requestFrame(note('next')))

    await timers.frame()
    expect(log).toEqual([])
    await timers.frame()

    expect(log).toEqual(['next@32'])
  })

  it('is over when promises made in it have run', async () => {
    const { timers, log, note } = setUp()
    timers.requestFrame(() => void Promise.resolve().then(note('rendered')))

    await timers.frame()

    expect(log).toEqual(['rendered@16'])
  })

  it('comes while advancing, 16 ms after the first request', async () => {
    const { timers, log, note } = setUp()
    timers.requestFrame(note('a'))
    timers.setTimeout(() => timers.requestFrame(note('b')), 10)
    timers.setTimeout(() => timers.requestFrame(note('c')), 20)

    await timers.advance(100)

    expect(log).toEqual(['a@16', 'b@16', 'c@36'])
  })

  it('comes when it is due, after an advance that was too short', async () => {
    const { timers, log, note } = setUp()
    timers.requestFrame(note('a'))

    await timers.advance(10)
    await timers.frame()

    expect(log).toEqual(['a@16'])
  })

  it('does not run what was cancelled', async () => {
    const { timers, log, note } = setUp()
    const handle = timers.requestFrame(note('a'))

    timers.cancelFrame(handle)
    await timers.frame()

    expect(log).toEqual([])
  })

  it('does not run what is cancelled in the same frame', async () => {
    const { timers, log, note } = setUp()
    timers.requestFrame(() => timers.cancelFrame(handle))
    const handle = timers.requestFrame(note('a'))

    await timers.frame()

    expect(log).toEqual([])
  })
})

describe('sleep', () => {
  it('moves the clock and fires nothing', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(note('a'), 10)
    timers.requestFrame(note('frame'))

    await timers.sleep(60_000)

    expect(log).toEqual([])
    expect(timers.now()).toBe(START + 60_000)
  })

  it('shows overdue timers the late clock, in the order of their deadlines', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(note('b'), 20)
    timers.setTimeout(note('a'), 10)
    timers.requestFrame(note('frame'))

    await timers.sleep(60_000)
    await timers.advance(0)

    expect(log).toEqual(['a@60000', 'frame@60000', 'b@60000'])
  })

  it('is over at the next frame', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(note('a'), 10)
    timers.requestFrame(note('frame'))

    await timers.sleep(1_000)
    await timers.frame()

    expect(log).toEqual(['a@1000', 'frame@1000'])
  })
})

describe('throttle', () => {
  it('fires timers at multiples only', async () => {
    const { timers, log, note } = setUp()
    timers.throttle(1_000)
    timers.setTimeout(note('b'), 900)
    timers.setTimeout(note('a'), 100)
    timers.setTimeout(note('c'), 1_001)

    await timers.advance(2_000)

    expect(log).toEqual(['a@1000', 'b@1000', 'c@2000'])
  })

  it('concerns timers that were set before it', async () => {
    const { timers, log, note } = setUp()
    timers.setTimeout(note('a'), 100)

    timers.throttle(60_000)
    await timers.advance(60_000)

    expect(log).toEqual(['a@60000'])
  })

  it('ends with 0', async () => {
    const { timers, log, note } = setUp()
    timers.throttle(1_000)
    timers.setTimeout(note('a'), 100)

    timers.throttle(0)
    await timers.advance(100)

    expect(log).toEqual(['a@100'])
  })

  it('leaves frame requests to a throttled timer of 250 ms', async () => {
    const { timers, log, note } = setUp()
    timers.throttle(200)
    timers.requestFrame(note('a'))

    await timers.advance(1_000)

    expect(log).toEqual(['a@400'])
  })

  it('makes a frame wait for the fallback', async () => {
    const { timers, log, note } = setUp()
    timers.throttle(1_000)
    timers.requestFrame(note('a'))

    await timers.frame()

    expect(log).toEqual(['a@1000'])
  })

  it('lets overdue timers of a sleep wait for the next multiple', async () => {
    const { timers, log, note } = setUp()
    timers.throttle(1_000)
    timers.setTimeout(note('a'), 100)

    await timers.sleep(5_500)
    await timers.advance(500)

    expect(log).toEqual(['a@6000'])
  })

  it('does not delay what comes from the network', async () => {
    const { timers, log, note } = setUp()
    timers.throttle(1_000)
    timers.setNetworkTimeout(note('a'), 100)

    await timers.advance(100)

    expect(log).toEqual(['a@100'])
  })
})

describe('pending', () => {
  it('counts timers and frame requests that have not fired', async () => {
    const { timers, note } = setUp()
    timers.setTimeout(note('a'), 10)
    timers.setTimeout(note('b'), 100)
    timers.requestFrame(note('c'))
    expect(timers.pending).toBe(3)

    await timers.advance(16)

    expect(timers.pending).toBe(1)
  })

  it('does not count what was cleared', () => {
    const { timers, note } = setUp()

    timers.clearTimeout(timers.setTimeout(note('a'), 10))
    timers.cancelFrame(timers.requestFrame(note('b')))

    expect(timers.pending).toBe(0)
  })

  it('does not count what the network holds', () => {
    const { timers, note } = setUp()

    timers.setNetworkTimeout(note('a'), 10)

    expect(timers.pending).toBe(0)
  })
})

it('clears what the network holds', async () => {
  const { timers, log, note } = setUp()

  timers.clearTimeout(timers.setNetworkTimeout(note('a'), 10))
  await timers.advance(10)

  expect(log).toEqual([])
})

it('ends with an error when timers go on without end at one time', async () => {
  const { timers } = setUp()
  const again = () => void timers.setTimeout(again, 0)
  again()

  await expect(timers.advance(0)).rejects.toThrow('without end')
})

describe.each([-1, Number.NaN, Infinity, '5' as unknown as number])('%s ms', (ms) => {
  it('is refused everywhere', async () => {
    const { timers } = setUp()

    expect(() => timers.setTimeout(() => {}, ms)).toThrow(TypeError)
    expect(() => timers.setNetworkTimeout(() => {}, ms)).toThrow(TypeError)
    expect(() => timers.throttle(ms)).toThrow(TypeError)
    expect(() => createFakeTimers({ now: ms })).toThrow(TypeError)
    await expect(timers.advance(ms)).rejects.toThrow(TypeError)
    await expect(timers.sleep(ms)).rejects.toThrow(TypeError)
    expect(timers.now()).toBe(START)
  })
})
