import { describe, expect, it, vi } from 'vitest'
import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import { START, setUpTimers } from './set-up-timers.ts'

describe('advance', () => {
  it('starts at a fixed time', () => {
    expect(createFakeTimers().now()).toBe(START)
  })

  it('starts where it is told to', () => {
    expect(createFakeTimers({ now: 5 }).now()).toBe(5)
  })

  it('moves the clock by what it is given', async () => {
    const { timers } = setUpTimers()

    await timers.advance(1_234)

    expect(timers.now()).toBe(START + 1_234)
  })

  it('fires a timer at its deadline and once', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(note('a'), 100)

    await timers.advance(99)
    expect(log).toEqual([])
    await timers.advance(500)

    expect(log).toEqual(['a@100'])
  })

  it('fires in the order of deadlines, then of creation', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(note('late'), 20)
    timers.setTimeout(note('first'), 10)
    timers.setTimeout(note('second'), 10)

    await timers.advance(20)

    expect(log).toEqual(['first@10', 'second@10', 'late@20'])
  })

  it('fires timers that are set on the way and fall due', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(() => timers.setTimeout(note('inner'), 5), 10)
    timers.setTimeout(note('outer'), 20)

    await timers.advance(20)

    expect(log).toEqual(['inner@15', 'outer@20'])
  })

  it('fires timers of 0 ms without the clock moving', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(note('a'), 0)

    await timers.advance(0)

    expect(log).toEqual(['a@0'])
  })

  it('does not fire what was cleared', async () => {
    const { timers, log, note } = setUpTimers()
    const handle = timers.setTimeout(note('a'), 10)

    timers.clearTimeout(handle)
    await timers.advance(10)

    expect(log).toEqual([])
  })

  it('does not fire what another timer of the same deadline clears', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(() => timers.clearTimeout(handle), 10)
    const handle = timers.setTimeout(note('a'), 10)

    await timers.advance(10)

    expect(log).toEqual([])
  })

  it('runs long chains of promises to their end between timers', async () => {
    const { timers, log, note } = setUpTimers()
    timers.setTimeout(async () => {
      for (let turn = 0; turn < 1_000; turn++) await Promise.resolve()
      note('chain')()
    }, 10)
    timers.setTimeout(note('next'), 10)

    await timers.advance(10)

    expect(log).toEqual(['chain@10', 'next@10'])
  })

  it('runs what promises have to do before the clock moves', async () => {
    const { timers, log, note } = setUpTimers()
    void Promise.resolve().then(() => timers.setTimeout(note('a'), 10))

    await timers.advance(10)

    expect(log).toEqual(['a@10'])
  })

  it('works while the globals are faked', async () => {
    const { timers, log, note } = setUpTimers()
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

  it('advances one after the other without an await between', async () => {
    const { timers, log, note } = setUpTimers()
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
  it('does not keep the others from running, and is emitted at the end', async () => {
    const { timers, log, note } = setUpTimers()
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
    const { timers, log, note } = setUpTimers()
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

describe('pending', () => {
  it('counts timers and frame requests that have not fired', async () => {
    const { timers, note } = setUpTimers()
    timers.setTimeout(note('a'), 10)
    timers.setTimeout(note('b'), 100)
    timers.requestFrame(note('c'))
    expect(timers.pending).toBe(3)

    await timers.advance(16)

    expect(timers.pending).toBe(1)
  })

  it('does not count what was cleared', () => {
    const { timers, note } = setUpTimers()

    timers.clearTimeout(timers.setTimeout(note('a'), 10))
    timers.cancelFrame(timers.requestFrame(note('b')))

    expect(timers.pending).toBe(0)
  })
})

describe.each([-1, Number.NaN, Infinity, '5' as unknown as number])('%s ms', (ms) => {
  it('is refused everywhere', async () => {
    const { timers } = setUpTimers()

    expect(() => timers.setTimeout(() => {}, ms)).toThrow(TypeError)
    expect(() => timers.throttle(ms)).toThrow(TypeError)
    expect(() => createFakeTimers({ now: ms })).toThrow(TypeError)
    await expect(timers.advance(ms)).rejects.toThrow(TypeError)
    await expect(timers.sleep(ms)).rejects.toThrow(TypeError)
    expect(timers.now()).toBe(START)
  })
})
