import { createPinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
} from 'vue-heartbeat-socket'
import { createSession } from 'vue-heartbeat-socket/session'
import { createFakeServer, createFakeTimers, type FakeServer } from 'vue-heartbeat-socket/testing'
import { mountApp } from './support/set-up.ts'

const TOKEN = 's3cr3t'

function setUpSession() {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers, session: true })
  server.accept()
  return { timers, server, pinia: createPinia() }
}

/** A socket that an app declares, open. */
async function setUpDeclared(debug = false) {
  const { timers, server, pinia } = setUpSession()
  const session = createSession({ auth: () => ({ token: TOKEN }) })
  const log = { heartbeats: true }
  const { unmount } = mountApp((app) =>
    app.use(pinia).use(HeartbeatSocket, { ...server.options, session, log, debug }),
  )
  const store = useHeartbeatSocket('default', { pinia })
  await timers.frame()
  return { timers, server, pinia, store, unmount }
}

describe('a declared socket with a session', () => {
  it('shows what is unconfirmed until the server has committed it, and emits it', async () => {
    const { timers, pinia, store } = await setUpDeclared()
    const confirmed: unknown[] = []
    onSocketEvent('confirmed', (message) => confirmed.push(message), { pinia })
    expect(store.send({ buy: 3 })).toBe('sent')

    expect([store.unconfirmed, store.queued]).toEqual([1, 0])
    await timers.frame()

    expect([store.unconfirmed, store.queued]).toEqual([0, 0])
    expect(confirmed).toEqual([{ buy: 3 }])
  })

  it('gets what it missed, and shows that it has', async () => {
    const { timers, server, store } = await setUpDeclared()
    server.send({ price: 1 })
    await timers.frame()
    expect(store.recovered).toBe(null)
    server.drop()
    server.send({ price: 2 })

    await timers.advance(5_000)
    await timers.frame()

    expect([store.recovered, store.received]).toEqual([true, 2])
    expect(store.lastMessage).toEqual({ price: 2 })
  })

  it('queues again what was in flight when the link was lost', async () => {
    const { timers, server, store } = await setUpDeclared()
    server.goSilent()
    store.send('a')
    server.drop()
    await timers.frame()
    expect([store.unconfirmed, store.queued]).toEqual([0, 1])
    server.accept()

    await timers.advance(5_000)
    await timers.frame()

    expect([store.unconfirmed, store.queued]).toEqual([0, 0])
    expect(store.sent).toBe(1)
  })

  it('logs messages as they are, and no control frame with its token', async () => {
    const printed = vi.spyOn(console, 'debug').mockImplementation(() => {})
    const { timers, server, store, unmount } = await setUpDeclared(true)
    store.send({ buy: 3 })
    server.send({ price: 1 })
    await timers.advance(16_000)
    server.drop()
    await timers.advance(5_000)
    await timers.frame()

    const data = store.log.filter(({ kind }) => kind === 'message').map((entry) => entry.data)
    expect(data).toEqual([{ buy: 3 }, { price: 1 }])
    const shown = JSON.stringify([store.log, printed.mock.calls])
    unmount()
    expect(printed.mock.calls.length).toBeGreaterThan(0)
    expect(shown).toContain('ping')
    expect(shown).not.toMatch(/s3cr3t|hello|welcome/)
  })

  it('ends with its app: the next one is another session', async () => {
    const { timers, server, unmount } = await setUpDeclared()
    unmount()
    const { options } = server
    const session = createSession()
    mountApp((app) => app.use(createPinia()).use(HeartbeatSocket, { ...options, session }))
    await timers.frame()

    const [first, second] = hellos(server)
    expect(second!.hello[0]).not.toBe(first!.hello[0])
  })
})

describe('a socket with a session that is made at run time', () => {
  function setUpRunTime() {
    const kit = setUpSession()
    const enter = (auth: unknown): { scope: EffectScope; store: HeartbeatSocketStore } => {
      const scope = effectScope()
      const { pinia } = kit
      const options = { ...kit.server.options, pinia, session: createSession({ auth }) }
      const use = () => useHeartbeatSocket('room', options)
      return { scope, store: scope.run(use)! }
    }
    return { ...kit, enter }
  }

  it('keeps link and queue when the next component takes it over with a session of its own', async () => {
    const { timers, server, enter } = setUpRunTime()
    const first = enter('a')
    await timers.frame()
    server.goSilent()
    first.store.send(1)

    first.scope.stop()
    await timers.advance(500)
    const second = enter('b')
    await timers.advance(5_000)

    expect(server.connections).toHaveLength(1)
    expect([second.store.status, second.store.unconfirmed]).toEqual(['open', 1])
  })

  it('goes on with the same session after a takeover, and with the credentials of the next', async () => {
    const { timers, server, enter } = setUpRunTime()
    const first = enter('a')
    await timers.frame()
    server.send('before')
    await timers.frame()
    first.scope.stop()
    const { store } = enter('b')

    server.drop()
    server.send('meanwhile')
    await timers.advance(5_000)
    await timers.frame()

    const [one, two] = hellos(server)
    expect(two!.hello).toEqual([one!.hello[0], 2])
    expect([one!.auth, two!.auth]).toEqual(['a', 'b'])
    expect([store.recovered, store.lastMessage]).toEqual([true, 'meanwhile'])
  })

  it('is another session after closeDelay', async () => {
    const { timers, server, enter } = setUpRunTime()
    const first = enter('a')
    await timers.frame()
    first.scope.stop()
    await timers.advance(1_000)

    enter('a')
    await timers.frame()

    const [one, two] = hellos(server)
    expect(two!.hello[0]).not.toBe(one!.hello[0])
  })
})

/** The first frame of each link. */
function hellos({ connections }: FakeServer): { hello: [string, number]; auth?: unknown }[] {
  return connections.map(({ sent }) => JSON.parse(String(sent[0])))
}
