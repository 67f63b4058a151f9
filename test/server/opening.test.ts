import { describe, expect, it, vi } from 'vitest'
import { hello, ID, setUp } from './support/set-up.ts'

const never = (): Promise<never> => new Promise(() => {})

describe('before the welcome', () => {
  it.each([
    ['a ping', 'ping'],
    ['a message', '1 {}'],
    ['binary data', new Uint8Array(16)],
    ['a malformed hello', { hello: ['short', 1], first: 1 }],
    ['a hello that is too long', hello({ auth: 'x'.repeat(17_000) })],
    ['no JSON', '{"hello":'],
  ])('%s closes with 4400', async (_what, frame) => {
    const { connect, settle } = await setUp()
    const link = connect()

    link.say(frame)
    await settle()

    expect(link.closed).toMatchObject({ code: 4400 })
    expect(link.frames).toEqual([])
  })

  it('a frame behind the hello closes with 4400', async () => {
    const { connect, settle, live } = await setUp({ authenticate: never })
    const opened = vi.fn()
    live.on('open', opened)
    const link = connect()

    link.say(hello())
    link.say('1 {}')
    await settle()

    expect(link.closed).toMatchObject({ code: 4400 })
    expect(opened).not.toHaveBeenCalled()
  })

  it('a flood of hellos on one link is one call of authenticate', async () => {
    const authenticate = vi.fn(never)
    const { connect, settle } = await setUp({ authenticate })
    const link = connect()

    for (let count = 0; count < 100; count++) link.say(hello({ opening: count + 1 }))
    await settle()

    expect(link.closed).toMatchObject({ code: 4400 })
    expect(authenticate.mock.calls.length).toBeLessThanOrEqual(1)
  })

  it('a client that says nothing is closed after 10 s', async () => {
    const { connect, timers } = await setUp()
    const link = connect()

    await timers.advance(9_999)
    const before = link.closed
    await timers.advance(1_001)

    expect(before).toBeNull()
    expect(link.closed).toMatchObject({ code: 1013 })
    expect(timers.pending).toBe(0)
  })
})

describe('after the welcome', () => {
  it.each([
    ['a second hello', hello({ opening: 2 })],
    ['an empty frame', ''],
    ['a text without a number', 'hello'],
    ['a negative number', '-1 {}'],
    ['a fraction', '1.5 {}'],
    ['2⁵³', '9007199254740992 {}'],
    ['a number without a message', '17'],
    ['short binary data', new Uint8Array(7)],
    ['a binary number that is too large', new Uint8Array(9).fill(255)],
    ['a long control frame', { later: 'x'.repeat(5_000) }],
    ['JSON that is no object', '[1]'],
  ])('%s closes with 4400', async (_what, frame) => {
    const { open } = await setUp()
    const { link } = await open()

    link.say(frame)

    expect(link.closed).toMatchObject({ code: 4400 })
  })

  it('control frames of later versions are ignored', async () => {
    const { open } = await setUp()
    const { link } = await open()

    link.say({ later: true, __proto__: null })
    link.say('{"__proto__":{"hello":1},"constructor":{"prototype":{"x":1}}}')

    expect(link.closed).toBeNull()
    expect(link.frames).toEqual([])
    expect('x' in {}).toBe(false)
  })

  it('what arrives on a link that has ended is ignored', async () => {
    const { live, open, timers } = await setUp()
    const handler = vi.fn()
    live.on('message', handler)
    const { link } = await open()
    link.cut()

    link.say('1 {}')
    link.say('ping')
    link.cut()
    await timers.advance(1_000)

    expect(handler).not.toHaveBeenCalled()
    expect(link.frames).toEqual([])
    expect(timers.pending).toBe(0)
  })

  it('a silent link is closed after idleTimeout, one with pings is not', async () => {
    const { open, timers } = await setUp({ idleTimeout: 30_000 })
    const { link: silent } = await open()
    const { link: alive } = await open({ session: 'b'.repeat(22) })

    for (let count = 0; count < 10; count++) {
      await timers.advance(10_000)
      alive.say('ping')
    }

    expect(silent.closed).toMatchObject({ code: 1001 })
    expect(alive.closed).toBeNull()
  })

  it('a link that brings nothing up is closed, however much goes down', async () => {
    const { open, timers, live } = await setUp({ idleTimeout: 30_000 })
    const { link } = await open()

    for (let second = 0; second < 30; second++) {
      await live.publish('news', second)
      await timers.advance(1_000)
    }

    expect(link.take().length).toBeGreaterThan(25)
    expect(link.closed).toMatchObject({ code: 1001 })
  })
})

describe('authenticate', () => {
  it('gets the request and what the hello carried', async () => {
    const authenticate = vi.fn(() => null)
    const { connect, settle } = await setUp({ authenticate })

    connect({ cookie: 'a=b' }).say(hello({ auth: { token: 't' } }))
    await settle()

    expect(authenticate).toHaveBeenCalledWith(
      expect.objectContaining({ headers: { host: 'localhost', cookie: 'a=b' } }),
      { token: 't' },
      expect.anything(),
    )
  })

  it('that returns null closes with 4401', async () => {
    const { connect, settle, errors } = await setUp({ authenticate: () => null })
    const link = connect()

    link.say(hello())
    await settle()

    expect(link.closed).toMatchObject({ code: 4401 })
    expect(errors).toEqual([])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('no database')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no database'))],
    ['returns nothing', () => undefined],
    ['returns no user', () => ({ channels: [] })],
    ['returns an empty user', () => ({ user: '' })],
    ['returns wrong channels', () => ({ user: 'u', channels: [1] })],
  ])('that %s closes with 1013, and is reported', async (_what, authenticate) => {
    const { connect, settle, errors } = await setUp({ authenticate: authenticate as any })
    const link = connect()

    link.say(hello({ auth: 'secret-token' }))
    await settle()

    expect(link.closed).toMatchObject({ code: 1013 })
    expect(errors.map(({ code }) => code)).toEqual(['HEARTBEAT_SOCKET_S0004'])
    expect(errors[0]!.message).not.toContain('secret-token')
  })

  it('that hangs closes with 1013 after 10 s; its late answer does nothing', async () => {
    let resolve: (identity: { user: string }) => void = () => {}
    const { connect, timers, live } = await setUp({
      authenticate: () => new Promise((done) => (resolve = done)),
    })
    const opened = vi.fn()
    live.on('open', opened)
    const link = connect()
    link.say(hello())

    await timers.advance(11_000)
    resolve({ user: 'u1' })
    await timers.advance(1_000)

    expect(link.closed).toMatchObject({ code: 1013 })
    expect(link.frames).toEqual([])
    expect(opened).not.toHaveBeenCalled()
  })

  it('runs for at most 64 clients at once; the others wait their turn', async () => {
    const releases: (() => void)[] = []
    const { connect, settle } = await setUp({
      authenticate: () => new Promise((done) => releases.push(() => done({ user: 'u1' }))),
    })
    const links = Array.from({ length: 100 }, (_, at) => {
      const link = connect()
      link.say(hello({ session: `${at}`.padStart(22, 'a') }))
      return link
    })
    await settle()
    const atOnce = releases.length

    while (releases.length > 0) {
      releases.splice(0).forEach((release) => release())
      await settle()
    }

    expect(atOnce).toBe(64)
    expect(links.every(({ frames }) => frames.length === 1)).toBe(true)
  })

  it('is not called for those that have gone while they waited', async () => {
    const authenticate = vi.fn(never)
    const { connect, timers } = await setUp({ authenticate })
    for (let at = 0; at < 100; at++) connect().say(hello({ session: `${at}`.padStart(22, 'a') }))

    await timers.advance(20_000)

    expect(authenticate).toHaveBeenCalledTimes(64)
  })

  it('lets too many that wait come back later', async () => {
    const { connect, settle } = await setUp({ authenticate: never })
    const links = Array.from({ length: 1_200 }, (_, at) => {
      const link = connect()
      link.say(hello({ session: `${at}`.padStart(22, 'a') }))
      return link
    })
    await settle()

    expect(links.filter(({ closed }) => closed?.code === 1013)).toHaveLength(1_200 - 64 - 1_024)
  })

  it('says until when: then the link is closed with 4401, and resumes without a loss', async () => {
    let expires = Infinity
    const { live, open, timers } = await setUp({
      authenticate: () => ({ user: 'u1', channels: ['news'], expires }),
    })
    expires = timers.now() + 5_000
    const { link, at } = await open()

    await timers.advance(6_000)
    await live.publish('news', 'between')
    expires = Infinity
    const again = await open({ opening: 2, at })

    expect(link.closed).toMatchObject({ code: 4401 })
    expect(again.welcome.recovered).toBe(true)
    expect(again.missed).toEqual([[1, 'between']])
  })
})

describe('origins', () => {
  const ORIGIN = 'https://app.example.com'

  it.each([
    ['of the same host', undefined, 'https://localhost', true],
    ['of another host', undefined, ORIGIN, false],
    ['of a sandboxed frame', undefined, 'null', false],
    ['that is listed', [ORIGIN], ORIGIN, true],
    ['of the same host that is not listed', [ORIGIN], 'https://localhost', false],
    ['of another port', [ORIGIN], `${ORIGIN}:8443`, false],
    ['that only begins like a listed one', [ORIGIN], `${ORIGIN}.evil.example`, false],
    ['that a function allows', (origin?: string) => origin === ORIGIN, ORIGIN, true],
    ['that a function refuses', () => false, ORIGIN, false],
  ])('a page %s', async (_what, origins, origin, isAllowed) => {
    const { connect, settle } = await setUp({ origins })
    const link = connect({ origin })

    link.say(hello())
    await settle()

    expect(link.closed?.code).toBe(isAllowed ? undefined : 4403)
  })

  it('a client without an origin is no page', async () => {
    const { connect, settle } = await setUp({ origins: [ORIGIN] })
    const link = connect()

    link.say(hello())
    await settle()

    expect(link.closed).toBeNull()
  })
})

describe('openings of one session', () => {
  it('a newer one closes the older link with 4409', async () => {
    const { live, open, settle } = await setUp()
    const { link: older } = await open({ opening: 1 })
    const { link: newer } = await open({ opening: 2 })

    await live.publish('news', 'x')
    await settle()

    expect(older.closed).toMatchObject({ code: 4409 })
    expect(older.take()).toEqual([])
    expect(newer.take()).toEqual([[1, 'x']])
  })

  it('an older one that comes late is closed with 4409, and disturbs nothing', async () => {
    const { live, open, connect, timers } = await setUp()
    const { link } = await open({ opening: 2 })

    const late = connect()
    late.say(hello({ opening: 1 }))
    await timers.advance(0)
    link.say('1 {}')
    await live.publish('news', 'x')
    await timers.advance(100)

    expect(late.closed).toMatchObject({ code: 4409 })
    expect(link.closed).toBeNull()
    expect(link.take()).toEqual([[1, 'x'], { ack: 1 }])
  })

  it("another user's session with the same id is another one", async () => {
    const { live, open, timers } = await setUp()
    const mine = await open({ auth: 'u1', opening: 5 })
    mine.link.say('9 {}')
    await timers.advance(0)

    const stranger = await open({ auth: 'u2', opening: 1, at: mine.at, first: 3 })
    await live.publish({ session: { user: 'u1', id: ID } }, 'private')
    await timers.advance(0)

    expect(stranger.welcome.in).toBeNull()
    expect(stranger.link.take()).toEqual([])
    expect(mine.link.closed).toBeNull()
    expect(mine.link.take()).toContainEqual([1, 'private'])
  })
})

describe('the event open', () => {
  it('comes after the welcome and what was missed, with the session', async () => {
    const { live, open, settle } = await setUp()
    const seen: unknown[] = []
    live.on('open', ({ user, id }, { recovered }) => void seen.push([user, id, recovered]))
    live.on('open', (session, { recovered }) => {
      if (!recovered) return session.send({ snapshot: 1 })
    })

    const { link, missed, at } = await open()
    link.cut()
    await live.publish('news', 'x')
    const again = await open({ opening: 2, at: [at[0], 1] })
    await settle()

    expect(seen).toEqual([
      ['u1', ID, false],
      ['u1', ID, true],
    ])
    expect(missed).toEqual([[1, { snapshot: 1 }]])
    expect(again.missed).toEqual([[2, 'x']])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('mine')
      },
    ],
    ['rejects', () => Promise.reject(new Error('mine'))],
  ])('a listener that %s is reported, and changes nothing', async (_what, listener) => {
    const { live, open, settle, errors } = await setUp()
    live.on('open', listener)
    const { link } = await open()
    await live.publish('news', 'x')
    await settle()

    expect(errors.map(({ code }) => code)).toEqual(['HEARTBEAT_SOCKET_S0008'])
    expect(link.take()).toEqual([[1, 'x']])
  })

  it('a removed listener hears no more', async () => {
    const { live, open } = await setUp()
    const listener = vi.fn()

    live.on('open', listener)()
    await open()

    expect(listener).not.toHaveBeenCalled()
  })
})

describe('live.end', () => {
  it('closes the links of its target with its code', async () => {
    const { live, open, settle } = await setUp()
    const { link: mine } = await open({ auth: 'u1' })
    const { link: other } = await open({ auth: 'u2' })

    await live.end({ user: 'u1' }, 4401, 'logged out')
    await settle()

    expect(mine.closed).toEqual({ code: 4401, reason: 'logged out' })
    expect(other.closed).toBeNull()
  })
})
