import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { createApp, effectScope, ref } from 'vue'
import {
  createRequest,
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  RequestError,
  useHeartbeatSocket,
} from 'vue-heartbeat-socket'
import { createSession } from 'vue-heartbeat-socket/session'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { takeWarnings } from '../support/console.ts'
import { mountApp, setUp, type Kit, type KitOptions } from '../store/support/set-up.ts'
import { leftIn, NOTHING } from './support/left-in.ts'
import { follow, request } from './support/requests.ts'

async function openKit(options?: KitOptions): Promise<Kit> {
  const kit = setUp(options)
  await kit.open()
  setActivePinia(kit.pinia)
  return kit
}

/** Answers every question that has a `get`. */
function answerAll({ server }: Kit): void {
  server.answer(
    (message) => message.get,
    ({ get, id }: any) => ({ replyTo: id, got: get }),
  )
}

describe('a request', () => {
  it('resolves with the message that answers it', async () => {
    const kit = await openKit()
    answerAll(kit)

    const answers = await Promise.all([request({ get: 'a' }), request({ get: 'b' })])

    expect(answers.map(({ got }) => got)).toEqual(['a', 'b'])
  })

  it('takes each its own answer, in whatever order they come', async () => {
    const { server, timers } = await openKit()
    const [a, b] = [follow(request({ get: 'a' })), follow(request({ get: 'b' }))]

    const [first, second] = server.messages
    server.send({ replyTo: second.id, n: 2 })
    server.send({ replyTo: first.id, n: 1 })
    await timers.advance(0)

    expect([a.answer.n, b.answer.n]).toEqual([1, 2])
  })

  it('finds its answer also by an id that is text', async () => {
    const { server, timers } = await openKit()
    const asked = follow(request({ get: 'a' }))

    server.send({ replyTo: String(server.messages[0].id), n: 1 })
    await timers.advance(0)

    expect(asked.answer).toMatchObject({ n: 1 })
  })

  it('passes over all that answers nothing', async () => {
    const { server, timers } = await openKit()
    const asked = follow(request({ get: 'a' }))
    const { id } = server.messages[0]

    for (const replyTo of [undefined, null, '', 0, id + 1, id - 1, 'a', [], {}, true]) {
      server.send({ replyTo })
    }
    await timers.advance(0)

    expect(asked.word).toBe('pending')
  })

  it('shows its answer to handlers and in the log, too', async () => {
    const kit = await openKit()
    answerAll(kit)
    const handler = vi.fn()
    onSocketMessage(handler)

    const answer = await request({ get: 'a' })

    expect(handler.mock.calls).toEqual([[answer, kit.store.log.at(-1)]])
    expect(kit.store.log.map(({ direction }) => direction)).toEqual(['sent', 'received'])
  })

  it('waits for a link, and is sent on the opening', async () => {
    const kit = setUp()
    answerAll(kit)
    const asked = follow(request({ get: 'a' }, { pinia: kit.pinia }))
    await kit.timers.advance(5_000)
    expect(asked.word).toBe('pending')

    await kit.open()

    expect(asked.answer).toMatchObject({ got: 'a' })
  })

  it('has ids that count up from a random start below 2 ** 52', async () => {
    const starts = [0, 0.25, 1 - 2 ** -53]
    const ids: number[][] = []

    for (const start of starts) {
      const { server } = await openKit({ socket: { random: () => start } })
      for (let n = 0; n < 3; n++) void request({ get: n }).catch(() => {})
      ids.push(server.messages.map(({ id }) => id))
    }

    expect(ids).toEqual([
      [1, 2, 3],
      [2 ** 50 + 1, 2 ** 50 + 2, 2 ** 50 + 3],
      [2 ** 52, 2 ** 52 + 1, 2 ** 52 + 2],
    ])
  })

  it('leaves no timer and no listener once it is answered', async () => {
    const kit = await openKit({ socket: { heartbeat: false } })
    const { timers } = kit
    const before = timers.pending
    answerAll(kit)
    const signal = new AbortController().signal
    const [add, remove] = [
      vi.spyOn(signal, 'addEventListener'),
      vi.spyOn(signal, 'removeEventListener'),
    ]

    await request({ get: 'a' }, { signal })
    await timers.frame()

    expect(timers.pending).toBe(before)
    expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(
      add.mock.calls.map(([, listener]) => listener),
    )
  })
})

describe('timeout', () => {
  it('counts from the call, 10 s by default', async () => {
    const { timers } = setUp({ pinia: usedPinia() })
    const asked = follow(request({ get: 'a' }))

    await timers.advance(9_999)
    expect(asked.word).toBe('pending')
    await timers.advance(1)

    expect(asked.word).toBe('timeout')
    expect(asked.error).toMatchObject({ name: 'RequestError', code: 'HEARTBEAT_SOCKET_R0014' })
  })

  it.each([
    ['of the factory', 300, undefined, 300],
    ['of the request', 300, 200, 200],
    ['of more than a timer holds', 300, Infinity, 2 ** 31 - 1],
  ])('%s', async (_, common, own, expected) => {
    const { timers } = await openKit({ socket: { heartbeat: false } })
    const impatient = createRequest({ tag: (data) => data, replyTo: () => null, timeout: common })
    const asked = follow(impatient('a', { timeout: own }))

    await timers.advance(expected - 1)
    expect(asked.word).toBe('pending')
    await timers.advance(1)

    expect(asked.word).toBe('timeout')
  })

  it('takes back what has not gone out', async () => {
    const { open, server, store, timers } = setUp({ pinia: usedPinia() })
    follow(request({ get: 'a' }, { timeout: 100 }))
    follow(request({ get: 'b' }))
    expect(store.queued).toBe(2)

    await timers.advance(100)
    expect(store.queued).toBe(1)
    await open()

    expect(server.messages.map(({ get }) => get)).toEqual(['b'])
  })

  it('makes a late answer one that answers nothing', async () => {
    const { server, timers } = await openKit()
    const asked = follow(request({ get: 'a' }, { timeout: 100 }))
    await timers.advance(100)

    server.send({ replyTo: server.messages[0].id })
    await timers.advance(0)

    expect(asked.word).toBe('timeout')
  })
})

describe('signal', () => {
  it('ends a request, with its reason', async () => {
    const { timers } = await openKit()
    const controller = new AbortController()
    const asked = follow(request({ get: 'a' }, { signal: controller.signal }))

    controller.abort('left')
    await timers.advance(0)

    expect(asked.word).toBe('aborted')
    expect(asked.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0015', data: 'left' })
  })

  it('takes back what has not gone out', async () => {
    const { open, server, store } = setUp({ pinia: usedPinia() })
    const controller = new AbortController()
    follow(request({ get: 'a' }, { signal: controller.signal }))

    controller.abort()
    expect(store.queued).toBe(0)
    await open()

    expect(server.messages).toEqual([])
  })

  it('that is aborted already sends nothing', async () => {
    const { server, timers } = await openKit()
    const asked = follow(request({ get: 'a' }, { signal: AbortSignal.abort('before') }))

    await timers.advance(0)

    expect([asked.word, asked.error.data]).toEqual(['aborted', 'before'])
    expect(server.messages).toEqual([])
  })

  it('changes nothing after the answer', async () => {
    const kit = await openKit()
    answerAll(kit)
    const controller = new AbortController()
    const asked = follow(request({ get: 'a' }, { signal: controller.signal }))
    await kit.timers.advance(0)

    controller.abort()
    await kit.timers.advance(0)

    expect(asked.word).toBe('answered')
  })
})

describe('dropped', () => {
  it.each([
    ['the socket is closed', (kit: Kit) => kit.store.close()],
    ['there is no url any more', (kit: Kit) => kit.store.configure({ url: null })],
    ['the outbox is too small', (kit: Kit) => kit.store.configure({ outbox: { maxBytes: 3 } })],
  ])('at once, where %s', async (_, spoil) => {
    const kit = setUp({ pinia: usedPinia() })
    spoil(kit)

    const asked = follow(request({ get: 'a' }))
    await Promise.resolve().then(() => Promise.resolve())
    await kit.timers.advance(0)

    expect(asked.word).toBe('dropped')
    expect(asked.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0016' })
  })

  it('at once with `queue: false`, where no link is open', async () => {
    const { open, server, timers } = setUp({ pinia: usedPinia() })
    const asked = follow(request({ get: 'a' }, { queue: false }))
    await timers.advance(0)

    expect(asked.word).toBe('dropped')
    await open()
    expect(server.messages).toEqual([])
  })

  it.each([
    ['the socket is closed', (kit: Kit) => kit.store.close()],
    ['the url is another', (kit: Kit) => kit.store.configure({ url: 'wss://other.test' })],
    ['the app is unmounted', (kit: Kit) => kit.unmount()],
    [
      'the outbox overflows',
      (kit: Kit) => {
        for (let n = 0; n < 1_000; n++) kit.store.send(n)
      },
    ],
  ])('while it waits, when %s', async (_, spoil) => {
    const kit = setUp({ pinia: usedPinia() })
    const asked = follow(request({ get: 'a' }))

    spoil(kit)
    await kit.timers.advance(0)

    expect(asked.word).toBe('dropped')
  })

  it('at once on a server', async () => {
    vi.stubGlobal('window', undefined)
    const pinia = createPinia()
    createApp({}).use(pinia).use(HeartbeatSocket, { url: 'wss://a.test' })

    await expect(request({ get: 'a' }, { pinia })).rejects.toMatchObject({ reason: 'dropped' })
  })

  it('at once where there is no socket, with a warning, and nothing is left', async () => {
    const pinia = createPinia()

    await expect(request({ get: 'a' }, { pinia })).rejects.toMatchObject({ reason: 'dropped' })

    expect(takeWarnings()).toEqual([expect.stringContaining('HEARTBEAT_SOCKET_C0005')])
    expect(leftIn(pinia)).toEqual(NOTHING)
  })
})

describe('lost', () => {
  it.each([
    ['breaks', (kit: Kit) => kit.server.drop()],
    ['is closed by the server', (kit: Kit) => kit.server.close(1001)],
    ['is closed by the app', (kit: Kit) => kit.store.close()],
    ['is replaced', (kit: Kit) => kit.store.reconnect()],
    ['ends with the app', (kit: Kit) => kit.unmount()],
  ])('when the link %s after it was sent', async (_, end) => {
    const kit = await openKit()
    const asked = follow(request({ get: 'a' }))

    end(kit)
    await kit.timers.advance(0)

    expect(asked.word).toBe('lost')
    expect(asked.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0017' })
  })

  it.each([false, true])('is not sent again, with `resend: %s`', async (resend) => {
    const { server, timers } = await openKit({ socket: { outbox: { resend } } })
    // Until a ping is answered, nothing is known to be in flight.
    await timers.advance(30_000)
    follow(request({ get: 'a' }))

    server.drop()
    await timers.advance(60_000)

    expect(server.connections).toHaveLength(2)
    expect(server.messages).toHaveLength(1)
  })

  it('is not what waits while attempts fail', async () => {
    const kit = await openKit()
    answerAll(kit)
    kit.server.drop()
    kit.server.refuse()
    const asked = follow(request({ get: 'a' }, { timeout: 300_000 }))

    await kit.timers.advance(25_000)
    expect(kit.server.connections.length).toBeGreaterThan(2)
    expect(asked.word).toBe('pending')
    kit.server.accept()
    await kit.timers.advance(25_000)

    expect(asked.answer).toMatchObject({ got: 'a' })
  })

  it('is not what waits behind a suspicion that ends the link', async () => {
    const kit = await openKit()
    answerAll(kit)
    const sent = follow(request({ put: 'sent' }, { timeout: 4_000_000 }))
    kit.server.goSilent()
    await kit.timers.sleep(3_600_000)
    await kit.timers.advance(0)
    const waiting = follow(request({ get: 'waiting' }, { timeout: 300_000 }))
    expect(kit.store.queued).toBe(1)

    kit.server.accept()
    kit.server.drop()
    await kit.timers.advance(60_000)

    expect([sent.word, waiting.word]).toEqual(['lost', 'answered'])
  })

  it('is what is asked in a handler right before the end', async () => {
    const kit = await openKit()
    let asked = follow(new Promise(() => {}))
    onSocketMessage(() => {
      asked = follow(request({ get: 'a' }))
    })

    kit.server.send({ n: 1 })
    kit.server.drop()
    await kit.timers.advance(0)

    expect(asked.word).toBe('lost')
  })

  it('is not what is asked in the handler of the end', async () => {
    const kit = await openKit()
    answerAll(kit)
    let asked = follow(new Promise(() => {}))
    const remove = onSocketEvent('close', () => {
      asked = follow(request({ get: 'a' }))
      remove()
    })

    kit.server.drop()
    await kit.timers.advance(9_000)

    expect(asked.word).toBe('answered')
  })
})

describe('with a session', () => {
  async function setUpSession() {
    const pinia = usedPinia()
    const timers = createFakeTimers()
    const server = createFakeServer({ timers, session: true })
    const options = { ...server.options, session: createSession() }
    mountApp((app) => app.use(pinia).use(HeartbeatSocket, options))
    server.accept()
    await timers.frame()
    return { server, timers, store: useHeartbeatSocket() }
  }

  it('a request outlives a link that is recovered', async () => {
    const { server, timers, store } = await setUpSession()
    const asked = follow(request({ get: 'a' }))
    await timers.advance(10)

    server.drop()
    await timers.advance(9_000)
    expect([store.recovered, asked.word]).toEqual([true, 'pending'])
    server.send({ replyTo: server.messages[0].id })
    await timers.advance(0)

    expect(asked.word).toBe('answered')
    expect(server.messages).toHaveLength(1)
  })

  it.each([
    ['closed', (store: Kit['store']) => store.close()],
    ['logged out', (store: Kit['store']) => store.configure({ url: null })],
  ])('it is lost at once when the socket is %s', async (_, end) => {
    const { timers, store } = await setUpSession()
    const asked = follow(request({ get: 'a' }))
    await timers.advance(10)

    end(store)
    await timers.advance(0)

    expect(asked.word).toBe('lost')
  })

  it('it is lost with an opening that is not recovered, and what waited is not', async () => {
    const pinia = usedPinia()
    const timers = createFakeTimers()
    const server = createFakeServer({ timers })
    let epoch = 0
    // A server that remembers nothing.
    server.answer(
      ({ hello }) => hello,
      () => ({
        welcome: [`${++epoch}`, 0],
        recovered: false,
        in: epoch === 1 ? 0 : null,
        max: 9_999,
      }),
    )
    const options = { ...server.options, session: createSession() }
    mountApp((app) => app.use(pinia).use(HeartbeatSocket, options))
    server.accept()
    await timers.frame()
    const store = useHeartbeatSocket()
    const asked = follow(request({ get: 'a' }))
    server.drop()
    await timers.advance(0)
    const waiting = follow(request({ get: 'b' }))
    expect([asked.word, waiting.word]).toEqual(['pending', 'pending'])

    await timers.advance(5_000)

    expect([store.recovered, asked.word, waiting.word]).toEqual([false, 'lost', 'pending'])
  })
})

describe('refused', () => {
  it('is what `errorOf` has something to say of', async () => {
    const { server, timers } = await openKit()
    const asked = follow(request({ get: 'a' }))

    server.send({ replyTo: server.messages[0].id, error: { code: 404 } })
    await timers.advance(0)

    expect(asked.word).toBe('refused')
    expect(asked.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0018', data: { code: 404 } })
  })

  it.each([undefined, null, false, 0, ''])('is not what it says "%s" of', async (error) => {
    const { server, timers } = await openKit()
    const asked = follow(request({ get: 'a' }))

    server.send({ replyTo: server.messages[0].id, error })
    await timers.advance(0)

    expect(asked.word).toBe('answered')
  })

  it('needs `errorOf`', async () => {
    const { server, timers } = await openKit()
    const ask = createRequest({ tag: (id, n) => ({ id, n }), replyTo: ({ n }) => n })
    const asked = follow(ask('a'))

    server.send({ ...server.messages[0], error: 'no' })
    await timers.advance(0)

    expect(asked.answer).toMatchObject({ error: 'no' })
  })
})

describe('busy', () => {
  it('is what comes while 1000 wait, until one has ended', async () => {
    const { server, timers } = await openKit()
    const asked = Array.from({ length: 1_001 }, (_, n) => follow(request({ get: n })))

    await timers.advance(0)
    expect(asked.at(-1)!.word).toBe('busy')
    expect(asked.at(-1)!.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0019' })
    expect(server.messages).toHaveLength(1_000)
    server.send({ replyTo: server.messages[0].id })
    const next = follow(request({ get: 'next' }))
    await timers.advance(0)

    expect(next.word).toBe('pending')
  })
})

describe('what is pending', () => {
  it('keeps no socket alive', async () => {
    const pinia = usedPinia()
    const timers = createFakeTimers()
    const server = createFakeServer({ timers })
    mountApp((app) =>
      app.use(pinia).use(HeartbeatSocket, { sockets: {}, defaults: server.options }),
    )
    server.accept()
    const ask = createRequest({ socket: 'room', tag: (get, id) => ({ get, id }), replyTo: () => 0 })
    const scope = effectScope()
    scope.run(() => useHeartbeatSocket('room', { pinia, url: 'wss://room.test' }))
    await timers.advance(0)
    const asked = follow(ask('a', { timeout: 60_000 }))

    scope.stop()
    await timers.advance(1_000)

    expect(asked.word).toBe('lost')
    expect(timers.pending).toBe(0)
    expect(leftIn(pinia)).toEqual(NOTHING)
  })

  it('does not end with the component that asks', async () => {
    const kit = await openKit()
    const scope = effectScope()
    const asked = scope.run(() => follow(request({ get: 'a' })))!

    scope.stop()
    kit.server.send({ replyTo: kit.server.messages[0].id })
    await kit.timers.advance(0)

    expect(asked.word).toBe('answered')
  })

  it('belongs to one Pinia', async () => {
    const [one, other] = [await openKit(), await openKit()]
    const asked = follow(request({ get: 'a' }, { pinia: one.pinia }))
    follow(request({ get: 'b' }, { pinia: other.pinia }))

    other.server.send({ replyTo: one.server.messages[0].id })
    await one.timers.advance(0)

    expect(asked.word).toBe('pending')
  })
})

describe('what throws', () => {
  it('in `tag` rejects the request, and counts for nothing', async () => {
    const { server, timers } = await openKit()
    const error = new Error('broken')
    const ask = createRequest({
      tag(data, id) {
        if (data === 'broken') throw error
        return { data, id }
      },
      replyTo: () => null,
    })

    const asked = follow(ask('broken'))
    follow(ask('whole'))
    await timers.advance(0)

    expect(asked.error).toBe(error)
    expect(server.messages.map(({ data }) => data)).toEqual(['whole'])
  })

  it('in encoding drops it', async () => {
    const { timers } = await openKit()
    const asked = follow(request({ get: 1n }))

    await timers.advance(0)

    expect(asked.word).toBe('dropped')
  })

  it('for want of a Pinia rejects', async () => {
    setActivePinia(undefined)

    await expect(request({})).rejects.toMatchObject({ code: 'HEARTBEAT_SOCKET_C0004' })
  })
})

it('goes to the url that a ref has just got', async () => {
  const url = ref('wss://one.test/')
  const { server, timers } = await openKit({ socket: { url } })

  url.value = 'wss://two.test/'
  follow(request({ get: 'a' }))
  await timers.advance(100)

  expect(server.connections.map((one) => [one.url, one.received.length])).toEqual([
    ['wss://one.test/', 0],
    ['wss://two.test/', 1],
  ])
})

it('a RequestError is an error, whose message has its code', () => {
  const error = new RequestError('timeout')

  expect(error).toBeInstanceOf(Error)
  expect(String(error)).toMatch(/^RequestError: .*HEARTBEAT_SOCKET_R0014/s)
})

/** A Pinia that is the active one. */
function usedPinia() {
  const pinia = createPinia()
  setActivePinia(pinia)
  return pinia
}
