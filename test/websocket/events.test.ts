import { afterEach, describe, expect, it, vi } from 'vitest'
import { FIRST_DELAY, setUp, setUpOpen, setUpWaiting } from './support/set-up.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const HANDLERS = ['onconnecting', 'onopen', 'onmessage', 'onclose', 'onerror'] as const

describe('every event', () => {
  it('has the outer socket as target, whatever the link', async () => {
    const { socket, server, timers, recorder } = setUp()

    server.accept()
    server.send('news')
    server.drop()
    await timers.advance(FIRST_DELAY)

    expect(recorder.types).toEqual(['open', 'message', 'error', 'connecting', 'close', 'open'])
    expect(new Set(recorder.entries.map(({ event }) => event.target))).toEqual(new Set([socket]))
  })
})

describe('connecting', () => {
  it('is a plain event when open() begins', () => {
    const { socket, recorder } = setUp({ automaticOpen: false })

    socket.open()

    const [event] = recorder.of('connecting')
    expect(event!.constructor).toBe(Event)
    expect(event).not.toHaveProperty('code')
    expect(recorder.states).toEqual([socket.CONNECTING])
  })

  it('emits the code, the reason and wasClean of a loss', () => {
    const { server, recorder } = setUpOpen()

    server.close(4_000, 'maintenance')

    expect(recorder.of('connecting')).toMatchObject([
      { code: 4_000, reason: 'maintenance', wasClean: true },
    ])
  })

  it('is not emitted when a wait ends in an attempt', async () => {
    const { server, timers, recorder } = setUpWaiting()
    server.goSilent()

    await timers.advance(FIRST_DELAY)

    expect(server.connections).toHaveLength(2)
    expect(recorder.types).toEqual([])
  })
})

describe('open', () => {
  it('is a plain event that says whether a retry led to it', async () => {
    const { server, timers, recorder } = setUp()

    server.accept()
    server.drop()
    await timers.advance(FIRST_DELAY)

    const events = recorder.of('open')
    expect(events.map(({ isReconnect }) => isReconnect)).toEqual([false, true])
    expect(events[0]!.constructor).toBe(Event)
    expect(recorder.entries[0]!.readyState).toBe(1)
  })

  it('after attempts that failed was led to by a retry', async () => {
    const { server, timers, recorder } = setUp()

    server.refuse()
    server.accept()
    await timers.advance(FIRST_DELAY)

    expect(recorder.of('open')).toMatchObject([{ isReconnect: true }])
  })

  it('after refresh() was', async () => {
    const { socket, timers, recorder } = setUpOpen()

    socket.refresh()
    await timers.advance(0)

    expect(recorder.of('open')).toMatchObject([{ isReconnect: true }])
  })
})

describe('close', () => {
  it('emits the code, the reason and wasClean of a loss', () => {
    const { server, recorder, socket } = setUpOpen()

    server.close(1001, 'going away')

    expect(recorder.of('close')).toMatchObject([
      { code: 1001, reason: 'going away', wasClean: true },
    ])
    expect(socket.readyState).toBe(socket.CONNECTING)
  })
})

describe('error', () => {
  it('is a plain event before the close', () => {
    const { server, recorder } = setUpOpen()

    server.drop()

    expect(recorder.story).toEqual(['error', 'connecting 1006', 'close 1006'])
    const [event] = recorder.of('error')
    expect(event!.constructor).toBe(Event)
    expect(event!.error).toBeNull()
  })

  it('comes before a close by the server that was not clean', () => {
    const { link, recorder } = setUpOpen()

    link.emit('close', { code: 1011, reason: 'broken', wasClean: false })

    expect(recorder.story).toEqual(['error', 'connecting 1011', 'close 1011'])
  })

  it('says what a url function threw', async () => {
    const problem = new Error('no token')
    const { recorder, timers } = setUp({ url: () => Promise.reject(problem) })

    await timers.advance(0)

    const [event] = recorder.of('error')
    expect(event!.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0001', cause: problem })
  })

  it('says nothing of what an earlier attempt ran into', async () => {
    const answers = [Promise.reject(new Error('no token')), Promise.resolve('wss://host.test')]
    const { server, recorder, timers } = setUp({ url: () => answers.shift()! })
    server.refuse()

    await timers.advance(FIRST_DELAY)

    const [first, second] = recorder.of('error')
    expect(first!.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0001' })
    expect(second!.error).toBeNull()
  })

  it('says that it has given up', () => {
    const { server, recorder } = setUpOpen({ maxReconnectAttempts: 0 })

    server.drop()

    expect(recorder.of('error')[0]!.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0005' })
  })
})

describe('the class of a close event', () => {
  it("is the runtime's own", () => {
    class RuntimeCloseEvent extends Event {
      readonly init: CloseEventInit

      constructor(type: string, init: CloseEventInit) {
        super(type)
        this.init = init
      }
    }
    vi.stubGlobal('CloseEvent', RuntimeCloseEvent)
    const { server, recorder } = setUpOpen()

    server.close(1001, 'bye')

    for (const type of ['connecting', 'close'] as const) {
      const [event] = recorder.of(type)
      expect(event).toBeInstanceOf(RuntimeCloseEvent)
      expect(event).toHaveProperty('init', { code: 1001, reason: 'bye', wasClean: true })
    }
  })

  it('is one of ours where the runtime has none', () => {
    vi.stubGlobal('CloseEvent', undefined)
    const { server, recorder } = setUpOpen()

    server.close(1001, 'bye')

    for (const type of ['connecting', 'close'] as const) {
      const [event] = recorder.of(type)
      expect(event).toBeInstanceOf(Event)
      expect(event).toMatchObject({ type, code: 1001, reason: 'bye', wasClean: true })
    }
  })
})

describe('on… handlers', () => {
  it('are called with the events of their name, and the socket as this', () => {
    const { socket, server, recorder } = setUp()
    const handlers = HANDLERS.map((name) => (socket[name] = vi.fn<(event: Event) => void>()))

    server.accept()
    server.send('news')
    server.drop()

    for (const [at, type] of ['connecting', 'open', 'message', 'close', 'error'].entries()) {
      const [event] = recorder.of(type as 'open')
      expect(handlers[at]).toHaveBeenCalledExactlyOnceWith(event)
      expect(handlers[at]!.mock.contexts[0]).toBe(socket)
    }
  })

  it('stay over reconnects', async () => {
    const { socket, server, timers } = setUpOpen()
    socket.onmessage = vi.fn()

    server.drop()
    await timers.advance(1_000)
    server.send('news')

    expect(socket.onmessage).toHaveBeenCalledOnce()
  })
})
