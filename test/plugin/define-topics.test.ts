import { createPinia, defineStore, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { computed, effectScope, ref } from 'vue'
import { defineTopics, HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { mountApp, setUp, type Kit, type KitOptions } from '../store/support/set-up.ts'
import { leftIn, NOTHING } from './support/left-in.ts'
import { asked, options, tick, usePrices } from './support/topics.ts'

async function openKit(kitOptions?: KitOptions): Promise<Kit> {
  const kit = setUp(kitOptions)
  await kit.open()
  setActivePinia(kit.pinia)
  return kit
}

describe('the server', () => {
  it('is asked a tick later, with all of the tick in one call', async () => {
    const { server } = await openKit()

    for (const topic of ['a', 'b', 'a', 'c']) usePrices(topic, () => {})
    expect(server.messages).toEqual([])
    await tick()

    expect(server.messages).toEqual([{ op: 'subscribe', topics: ['a', 'b', 'c'] }])
  })

  it('is asked on the opening, for what was used before it', async () => {
    const { open, pinia, server } = setUp()
    usePrices('a', () => {}, { pinia })
    await tick()

    await open()

    expect(asked(server)).toEqual(['+a'])
  })

  it('is emitted when the last user has left, a tick later', async () => {
    const { server } = await openKit()
    const removers = [usePrices('a', () => {}), usePrices('a', () => {})]
    await tick()

    removers[0]!()
    await tick()
    expect(asked(server)).toEqual(['+a'])
    removers[1]!()
    await tick()

    expect(asked(server)).toEqual(['+a', '-a'])
  })

  it('hears nothing where a topic changes hands within a tick', async () => {
    const { server } = await openKit()
    const remove = usePrices('a', () => {})
    await tick()

    remove()
    usePrices('a', () => {})
    await tick()

    expect(asked(server)).toEqual(['+a'])
  })

  it('hears nothing of a topic that was left in the tick of its first user', async () => {
    const { server } = await openKit()

    usePrices('a', () => {})()
    await tick()

    expect(server.messages).toEqual([])
  })

  it('is asked once on each opening, for what is in use', async () => {
    const { server, timers } = await openKit()
    const remove = usePrices('a', () => {})
    usePrices('b', () => {})
    await tick()

    server.drop()
    remove()
    usePrices('c', () => {})
    await timers.advance(30_000)
    await tick()

    expect(asked(server)).toEqual(['+a,b', '+b,c'])
  })

  it('is asked over a suspected link at once, and again on the next opening', async () => {
    const { server, store, timers } = await openKit()
    server.goSilent()
    await timers.sleep(3_600_000)
    await timers.advance(0)
    expect(store.suspectedAt).not.toBeNull()

    usePrices('a', () => {})
    await tick()
    server.accept()
    await timers.advance(60_000)

    const [first, second] = server.connections
    expect(first!.sent.filter((data) => data !== 'ping')).toHaveLength(1)
    expect([first!.received.length, second!.received.length]).toEqual([0, 1])
  })

  it('is asked again where its socket turns out to be closed', async () => {
    const { server, timers } = await openKit()
    server.connections[0]!.readyState = 2

    usePrices('a', () => {})
    await tick()
    await timers.advance(30_000)

    expect(asked(server)).toEqual(['+a'])
  })

  it('hears no topic over a url that a ref has replaced', async () => {
    const url = ref('wss://one.test/')
    const { pinia, server } = await openKit({ socket: { url } })

    usePrices('a', () => {}, { pinia })
    url.value = 'wss://two.test/'
    await tick()

    expect(server.connections.map((one) => [one.url, one.received.length])).toEqual([
      ['wss://one.test/', 0],
      ['wss://two.test/', 1],
    ])
  })

  it('needs no `unsubscribe`', async () => {
    const { server } = await openKit()
    const useTopic = defineTopics({ ...options, unsubscribe: undefined })

    const remove = useTopic('a', () => {})
    await tick()
    remove()
    await tick()

    expect(asked(server)).toEqual(['+a'])
  })

  it.each(['subscribe', 'unsubscribe'])('is asked again after %s has thrown', async (name) => {
    const { server, timers } = await openKit()
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const error = new Error(name)
    let isBroken = true
    const useTopic = defineTopics({
      ...options,
      [name]: (topics: string[], send: any) => {
        if (isBroken) throw error
        options[name as 'subscribe'](topics, send)
      },
    })

    useTopic('a', () => {})()
    useTopic('b', () => {})
    const remove = useTopic('c', () => {})
    await tick()
    remove()
    await tick()
    isBroken = false
    server.drop()
    await timers.advance(30_000)

    expect(reported.mock.calls).toEqual([[error]])
    expect(asked(server).at(-1)).toBe('+b')
  })
})

describe('a handler', () => {
  it("gets its topic's messages and their entries, synchronously and in order", async () => {
    const { server, store } = await openKit()
    const handler = vi.fn()
    usePrices('a', handler)

    server.send({ topic: 'a', price: 1 })
    expect(handler).toHaveBeenCalledTimes(1)
    server.send({ topic: 'b', price: 2 })
    server.send({ price: 3 })
    server.send({ topic: null })
    server.send({ topic: 'a', price: 4 })

    expect(handler.mock.calls.map(([message]) => message.price)).toEqual([1, 4])
    expect(handler.mock.calls[1]![1]).toBe(store.log.at(-1))
  })

  it.each(['', '__proto__', 'constructor'])('may have the topic "%s"', async (topic) => {
    const { server } = await openKit()
    const handler = vi.fn()

    const remove = usePrices(topic, handler)
    await tick()
    server.send(`{ "topic": "${topic}" }`)
    remove()
    await tick()

    expect(handler).toHaveBeenCalledTimes(1)
    expect(asked(server)).toEqual([`+${topic}`, `-${topic}`])
  })

  it('that throws is reported, and the others are called', async () => {
    const { server } = await openKit()
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const error = new Error('broken')
    const second = vi.fn()
    usePrices('a', () => {
      throw error
    })
    usePrices('a', second)

    server.send({ topic: 'a' })

    expect(reported.mock.calls).toEqual([[error]])
    expect(second).toHaveBeenCalledTimes(1)
  })

  it('is not called once one before it has removed it', async () => {
    const { server } = await openKit()
    const second = vi.fn()
    usePrices('a', () => remove())
    const remove = usePrices('a', second)

    server.send({ topic: 'a' })

    expect(second).not.toHaveBeenCalled()
  })

  it('that is added by another waits for the next message', async () => {
    const { server } = await openKit()
    const added = vi.fn()
    const remove = usePrices('a', () => {
      remove()
      usePrices('a', added)
    })

    server.send({ topic: 'a' })
    expect(added).not.toHaveBeenCalled()
    server.send({ topic: 'a' })

    expect(added).toHaveBeenCalledTimes(1)
  })

  it('is removed once, however often its remover is called', async () => {
    const { server } = await openKit()
    const other = vi.fn()
    const remove = usePrices('a', () => {})
    usePrices('a', other)
    await tick()

    remove()
    remove()
    await tick()
    server.send({ topic: 'a' })

    expect(other).toHaveBeenCalledTimes(1)
    expect(asked(server)).toEqual(['+a'])
  })
})

describe('a topic', () => {
  it.each([
    ['a ref', (id: { value: number }) => computed(() => `room/${id.value}`)],
    ['a getter', (id: { value: number }) => () => `room/${id.value}`],
  ])('that is %s is followed, with one call for each direction', async (_, toTopic) => {
    const { server } = await openKit()
    const id = ref(1)
    const handler = vi.fn()
    usePrices(toTopic(id), handler)
    await tick()

    id.value = 2
    server.send({ topic: 'room/1' })
    server.send({ topic: 'room/2' })
    await tick()

    expect(handler.mock.calls.map(([message]) => message.topic)).toEqual(['room/2'])
    expect(asked(server)).toEqual(['+room/1', '-room/1', '+room/2'])
  })

  it('that changes and changes back within a tick is left alone', async () => {
    const { server } = await openKit()
    const topic = ref('a')
    usePrices(topic, () => {})
    await tick()

    topic.value = 'b'
    topic.value = 'a'
    await tick()

    expect(asked(server)).toEqual(['+a'])
  })

  it.each([null, undefined])('that is %s is none for now', async (none) => {
    const { server } = await openKit()
    const topic = ref<string | null | undefined>(none)
    const handler = vi.fn()
    usePrices(topic, handler)
    await tick()
    server.send({})
    expect(server.messages).toEqual([])

    topic.value = 'a'
    await tick()
    server.send({ topic: 'a' })
    topic.value = none
    await tick()

    expect(handler).toHaveBeenCalledTimes(1)
    expect(asked(server)).toEqual(['+a', '-a'])
  })

  it('is followed no longer once its scope or its remover has ended it', async () => {
    const { server } = await openKit()
    const topic = ref('a')
    const scope = effectScope()
    scope.run(() => usePrices(topic, () => {}))
    const remove = usePrices(topic, () => {})
    await tick()

    scope.stop()
    remove()
    topic.value = 'b'
    await tick()

    expect(asked(server)).toEqual(['+a', '-a'])
  })
})

describe('counts', () => {
  it('are of one Pinia', async () => {
    const [one, other] = [await openKit(), await openKit()]
    const remove = usePrices('a', () => {}, { pinia: one.pinia })
    usePrices('a', () => {}, { pinia: other.pinia })
    await tick()

    remove()
    await tick()

    expect(asked(one.server)).toEqual(['+a', '-a'])
    expect(asked(other.server)).toEqual(['+a'])
  })

  it('are of one factory: two for one socket ask in their own words', async () => {
    const { server } = await openKit()
    const useNews = defineTopics({
      subscribe: (topics, send) =>
        topics.forEach((topic) => send({ op: 'subscribe', topics: [`news/${topic}`] })),
      topicOf: (message) => message.news,
    })
    const [price, news] = [vi.fn(), vi.fn()]
    usePrices('a', price)
    useNews('a', news)
    useNews('b', news)
    await tick()

    server.send({ topic: 'a' })
    server.send({ news: 'b' })

    expect(asked(server)).toEqual(['+a', '+news/a', '+news/b'])
    expect([price, news].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })

  it('are shared by several apps on one Pinia, and survive the end of one', async () => {
    const pinia = createPinia()
    const { server, timers, ...first } = await openKit({ pinia })
    const root = { setup: () => (usePrices('a', () => {}), () => null) }
    const install = (app: any): void => void app.use(pinia).use(HeartbeatSocket, server.options)
    const [second, third] = [mountApp(install, root), mountApp(install, root)]
    await tick()

    first.unmount()
    second.unmount()
    await timers.advance(1_000)
    expect(asked(server)).toEqual(['+a'])
    third.unmount()
    await timers.advance(1_000)

    expect(server.connections).toHaveLength(1)
    expect(timers.pending).toBe(0)
  })

  it('end with the app, and begin anew with the next on the same Pinia', async () => {
    const pinia = createPinia()
    const root = { setup: () => (usePrices('a', () => {}), () => null) }
    const first = await openKit({ pinia, root })
    await tick()
    first.unmount()
    await tick()

    const { server } = await openKit({ pinia, root })
    await tick()

    expect(asked(first.server)).toEqual(['+a'])
    expect(asked(server)).toEqual(['+a'])
  })
})

describe('a named socket', () => {
  const useRooms = defineTopics({ ...options, socket: 'chat' })

  function setUpChat() {
    const timers = createFakeTimers()
    const server = createFakeServer({ timers })
    const pinia = createPinia()
    const install = (app: any): void =>
      void app.use(pinia).use(HeartbeatSocket, { sockets: {}, defaults: server.options })
    server.accept()
    return { timers, server, pinia, ...mountApp(install) }
  }

  it('may be made later, end and be made again', async () => {
    const { pinia, server, timers } = setUpChat()
    useRooms('a', () => {}, { pinia })
    const scopes = [effectScope(), effectScope()]

    for (const scope of scopes) {
      scope.run(() => useHeartbeatSocket('chat', { pinia, url: 'wss://chat.test' }))
      await timers.advance(100)
      scope.stop()
      await timers.advance(2_000)
    }

    expect(server.connections.map(({ received }) => received.length)).toEqual([1, 1])
  })

  it('is not kept alive by its topics, and nothing of it is left', async () => {
    const { pinia, server, timers } = setUpChat()
    const scope = effectScope()
    const store = scope.run(() => {
      useRooms('a', () => {}, { pinia })
      return useHeartbeatSocket('chat', { pinia, url: 'wss://chat.test' })
    })!
    await timers.advance(100)

    scope.stop()
    await timers.advance(2_000)

    expect(asked(server)).toEqual(['+a', '-a'])
    expect(store.isOpen).toBe(false)
    expect(timers.pending).toBe(0)
    expect(leftIn(pinia)).toEqual(NOTHING)
  })
})

it('works in a store, and ends with it', async () => {
  const { server } = await openKit()
  const useTotal = defineStore('total', () => {
    const total = ref(0)
    usePrices('a', ({ price }) => (total.value += price))
    return { total }
  })
  const store = useTotal()
  await tick()

  server.send({ topic: 'a', price: 2 })
  server.send({ topic: 'a', price: 3 })
  expect(store.total).toBe(5)
  store.$dispose()
  await tick()

  expect(asked(server)).toEqual(['+a', '-a'])
})

it('does nothing where there is no plugin, and leaves nothing', async () => {
  const pinia = createPinia()
  const handler = vi.fn()

  const remove = usePrices('a', handler, { pinia })
  await tick()
  remove()
  await tick()

  expect(handler).not.toHaveBeenCalled()
  expect(leftIn(pinia)).toEqual(NOTHING)
})

it('says what is missing where there is no Pinia', () => {
  setActivePinia(undefined)

  expect(() => usePrices('a', () => {})).toThrow(
    expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0004' }),
  )
})
