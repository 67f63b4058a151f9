import { describe, expect, it, vi } from 'vitest'
import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import { createHeartbeatServer, Refused } from 'vue-heartbeat-socket/server'
import { FakeLink } from './support/fake-link.ts'
import { hello, setUp } from './support/set-up.ts'

const authenticate = () => ({ user: 'u1', channels: ['news'] })

describe('options', () => {
  it.each([
    ['authenticate', undefined],
    ['authenticate', {}],
    ['store', {}],
    ['store', null],
    ['schema', {}],
    ['codec', 'xml'],
    ['codec', { encode: () => '' }],
    ['origins', 'https://app.example.com'],
    ['origins', ['https://app.example.com/']],
    ['max', 0],
    ['max', 1.5],
    ['max', Infinity],
    ['idleTimeout', 0],
    ['idleTimeout', NaN],
    ['handlerTimeout', '30s'],
    ['metrics', {}],
    ['timer', { now: () => 0 }],
    ['random', 4],
  ])('%s: %s is a TypeError that names it', (option, value) => {
    const options = { authenticate, [option]: value } as any

    expect(() => createHeartbeatServer(options)).toThrow(
      expect.objectContaining({
        name: 'TypeError',
        code: 'HEARTBEAT_SOCKET_C0001',
        message: expect.stringContaining(`"${option}"`),
      }),
    )
  })

  it('an unknown one is a TypeError', () => {
    const options = { authenticate, maxPayload: 1 } as any

    expect(() => createHeartbeatServer(options)).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0002' }),
    )
  })

  it('may be explicitly undefined', () => {
    expect(() =>
      createHeartbeatServer({ authenticate, store: undefined, max: undefined, origins: undefined }),
    ).not.toThrow()
  })
})

describe('drain', () => {
  it('is not ready any more, and takes no hello', async () => {
    const { live, connect, timers } = await setUp()
    const wasReady = live.ready

    const drained = live.drain()
    const link = connect()
    link.say(hello())
    await timers.advance(0)
    await timers.advance(20_000)
    await drained

    expect([wasReady, live.ready]).toEqual([true, false])
    expect(link.closed).toMatchObject({ code: 1012 })
  })

  it('closes a client that was authenticating with 1012', async () => {
    let resolve: (identity: { user: string }) => void = () => {}
    const { live, connect, timers } = await setUp({
      authenticate: () => new Promise((done) => (resolve = done)),
    })
    const link = connect()
    link.say(hello())
    await timers.advance(0)

    void live.drain()
    resolve({ user: 'u1' })
    await timers.advance(0)

    expect(link.closed).toMatchObject({ code: 1012 })
    expect(link.frames).toEqual([])
  })

  it('lets running handlers finish and be acknowledged, and takes no further message', async () => {
    const { live, open, timers } = await setUp()
    let release = (): void => {}
    const handler = vi.fn(() => new Promise<void>((resolve) => (release = resolve)))
    live.on('message', handler)
    const { link } = await open()
    link.say('1 {}')
    await timers.advance(0)

    const drained = live.drain({ within: 10_000 })
    link.say('2 {}')
    await timers.advance(1_000)
    const meanwhile = link.closed
    release()
    await timers.advance(10_000)
    await drained

    expect(meanwhile).toBeNull()
    expect(handler).toHaveBeenCalledTimes(1)
    expect(link.take()).toEqual([{ ack: 1 }])
    expect(link.closed).toMatchObject({ code: 1012 })
  })

  it('does not wait for a handler that hangs longer than it has time', async () => {
    const { live, open, timers } = await setUp()
    live.on('message', () => new Promise(() => {}))
    const { link } = await open()
    link.say('1 {}')
    await timers.advance(0)

    const drained = live.drain({ within: 10_000 })
    await timers.advance(10_000)
    await drained

    expect(link.closed).toMatchObject({ code: 1012 })
  })

  it('spreads the closes over its time', async () => {
    const { live, open, timers } = await setUp()
    const links: FakeLink[] = []
    for (let at = 0; at < 100; at++) {
      links.push((await open({ session: `${at}`.padStart(22, 'a') })).link)
    }
    const closed = (): number => links.filter((link) => link.closed).length

    const drained = live.drain({ within: 10_000 })
    const counts: number[] = []
    for (let at = 0; at < 10; at++) {
      await timers.advance(1_000)
      counts.push(closed())
    }
    await drained

    expect(counts[0]).toBeLessThan(30)
    expect(counts[4]).toBeGreaterThan(30)
    expect(counts[4]).toBeLessThan(75)
    expect(counts[9]).toBe(100)
  })
})

describe('metrics', () => {
  it('count what happens', async () => {
    const sums: Record<string, number> = {}
    const gauges: Record<string, number[]> = {}
    const { live, open, timers } = await setUp({
      metrics: (name, value) => {
        sums[name] = (sums[name] ?? 0) + value
        gauges[name] = [...(gauges[name] ?? []), value]
      },
    })
    live.on('message', async (message, { publish }) => {
      await new Promise<void>((resolve) => timers.setTimeout(resolve, 20))
      if (message === 'bad') throw new Refused('no')
      publish('news', message)
    })
    const { link, at } = await open()
    link.say('1 "good"')
    link.say('2 "bad"')
    await timers.advance(50)
    link.cut()
    await live.publish('news', 'missed')
    const again = await open({ opening: 2, at: [at[0], 1] })
    again.link.cut()
    await open({ opening: 3, at: ['another', 1] })

    expect(sums).toMatchObject({
      published: 2,
      delivered: 1,
      replayed: 1,
      recovered: 1,
      notRecovered: 1,
      refused: 1,
      handlerTime: 40,
    })
    expect(gauges.clients).toEqual([1, 0, 1, 0, 1])
    expect(new Set(gauges.readerLag)).toEqual(new Set([0]))
  })

  it('say how much time a full log covers, and warn once when that is less than 60 s', async () => {
    const covers: number[] = []
    const { live, timers, errors } = await setUp(
      { metrics: (name, value) => void (name === 'covers' && covers.push(value)) },
      { maxMessages: 10 },
    )

    for (let count = 0; count < 30; count++) {
      await live.publish('news', count)
      await timers.advance(2_000)
    }
    const warnings = errors.map(({ code }) => code)

    expect(warnings).toEqual(['HEARTBEAT_SOCKET_S0005'])
    expect(covers.at(-1)).toBeGreaterThanOrEqual(18_000)
    expect(covers.at(-1)).toBeLessThanOrEqual(20_000)
  })

  it('that throw are reported, and change nothing', async () => {
    const { live, open, settle, errors } = await setUp({
      metrics: () => {
        throw new Error('mine')
      },
    })
    const { link } = await open()
    await live.publish('news', 'x')
    await settle()

    expect(link.take()).toEqual([[1, 'x']])
    expect(errors[0]!.code).toBe('HEARTBEAT_SOCKET_S0008')
  })
})

describe('errors', () => {
  it('go to the console where nothing listens', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {})
    const timer = createFakeTimers()
    const live = createHeartbeatServer({
      timer,
      authenticate: () => {
        throw new Error('no database')
      },
    })
    new FakeLink().connect(live).say(hello({ auth: 'secret-token' }))
    await timer.advance(0)

    const printed = print.mock.calls.map(String).join()
    print.mockRestore()
    expect(printed).toContain('HEARTBEAT_SOCKET_S0004')
    expect(printed).not.toContain('secret-token')
  })
})

describe('a socket that throws', () => {
  it('has ended, and keeps nothing from the others', async () => {
    const { live, open, settle, timers } = await setUp()
    const broken = new (class extends FakeLink {
      override send(frame: string): void {
        if (this.frames.length > 0) throw new Error('broken pipe')
        super.send(frame)
      }
      override close(): void {
        throw new Error('broken pipe')
      }
    })().connect(live)
    broken.say(hello({ session: 'b'.repeat(22) }))
    await settle()
    const { link } = await open()

    await live.publish('news', 'first')
    await live.publish('news', 'second')
    await settle()
    link.cut()
    await timers.advance(2_000)

    expect(link.take()).toEqual([
      [1, 'first'],
      [2, 'second'],
    ])
    expect(timers.pending).toBe(0)
  })
})

describe('live.end', () => {
  it.each([[0], [999], [1006], [2999], [5000], [4401.5], ['4401'], [NaN]])(
    'refuses the code %s',
    async (code) => {
      const { live } = await setUp()

      await expect(live.end({ user: 'u1' }, code as number)).rejects.toThrow(TypeError)
    },
  )

  it('refuses a reason that a close frame has no room for', async () => {
    const { live } = await setUp()

    await expect(live.end({ user: 'u1' }, 4401, 'ü'.repeat(62))).rejects.toThrow(TypeError)
  })
})

describe('what is left', () => {
  it('of sessions that have gone is no timer', async () => {
    const { connect, timers } = await setUp()

    for (let at = 0; at < 300; at++) {
      const link = connect()
      link.say(hello({ session: `${at}`.padStart(22, 'a') }))
      if (at % 3 === 1) link.say('nonsense')
      if (at % 3 === 2) await timers.advance(0)
      link.cut()
    }
    await timers.advance(0)

    expect(timers.pending).toBe(0)
  })
})
