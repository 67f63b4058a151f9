import { afterEach, describe, expect, it, vi } from 'vitest'
import { FIRST_DELAY, setUp, setUpOpen, setUpWaiting } from './support/set-up.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('every event', () => {
  it('has the outer socket as target, whatever the link', async () => {
    const { socket, server, timers, told } = setUp()

    server.accept()
    server.send('news')
    server.drop()
    await timers.advance(FIRST_DELAY)

    expect(told.types).toEqual(['open', 'message', 'error', 'connecting', 'close', 'open'])
    expect(new Set(told.entries.map(({ event }) => event.target))).toEqual(new Set([socket]))
  })
})

describe('connecting', () => {
  it('is a plain event when open() begins', () => {
    const { socket, told } = setUp({ automaticOpen: false })

    socket.open()

    const [event] = told.of('connecting')
    expect(event!.constructor).toBe(Event)
    expect(event).not.toHaveProperty('code')
    expect(told.states).toEqual([socket.CONNECTING])
  })

  it('emits the code, the reason and wasClean of a loss', () => {
    const { server, told } = setUpOpen()

    server.close(4_000, 'maintenance')

    expect(told.of('connecting')).toMatchObject([
      { code: 4_000, reason: 'maintenance', wasClean: true },
    ])
  })

  it('comes again for each attempt that fails', async () => {
    const { server, timers, told } = setUp()

    server.refuse()
    await timers.advance(FIRST_DELAY)

    expect(told.of('connecting')).toMatchObject([{ code: 1006 }, { code: 1006 }])
  })

  it('is not told when a wait ends in an attempt', async () => {
    const { server, timers, told } = setUpWaiting()
    server.goSilent()

    await timers.advance(FIRST_DELAY)

    expect(server.connections).toHaveLength(2)
    expect(told.types).toEqual([])
  })
})

describe('open', () => {
  it('is a plain event that says whether a retry led to it', async () => {
    const { server, timers, told } = setUp()

    server.accept()
    server.drop()
    await timers.advance(FIRST_DELAY)

    const events = told.of('open')
    expect(events.map(({ isReconnect }) => isReconnect)).toEqual([false, true])
    expect(events[0]!.constructor).toBe(Event)
    expect(told.entries[0]!.readyState).toBe(1)
  })

  it('after attempts that failed was led to by a retry', async () => {
    const { server, timers, told } = setUp()

    server.refuse()
    server.accept()
    await timers.advance(FIRST_DELAY)

    expect(told.of('open')).toMatchObject([{ isReconnect: true }])
  })

  it('after close() and open() was not', async () => {
    const { socket, timers, told } = setUpOpen()

    socket.close()
    await timers.advance(0)
    socket.open()
    await timers.advance(0)

    expect(told.of('open')).toMatchObject([{ isReconnect: false }])
  })

  it('after refresh() was', async () => {
    const { socket, timers, told } = setUpOpen()

    socket.refresh()
    await timers.advance(0)

    expect(told.of('open')).toMatchObject([{ isReconnect: true }])
  })
})

describe('message', () => {
  it('is a MessageEvent with the data as they came, and the origin', () => {
    const { server, told } = setUpOpen({ url: 'wss://host.test:8443/path' })

    server.send('{"not":"parsed"}')

    const [event] = told.of('message')
    expect(event).toBeInstanceOf(MessageEvent)
    expect(event).toMatchObject({
      data: '{"not":"parsed"}',
      origin: 'wss://host.test:8443',
      lastEventId: '',
      source: null,
    })
  })

  it('is told for each message, in order, over reconnects too', async () => {
    const { server, timers, told } = setUpOpen()

    server.send('one')
    server.send('two')
    server.drop()
    await timers.advance(FIRST_DELAY)
    server.send('three')

    expect(told.of('message').map(({ data }) => data)).toEqual(['one', 'two', 'three'])
  })
})

describe('close', () => {
  it('emits the code, the reason and wasClean of a loss', () => {
    const { server, told, socket } = setUpOpen()

    server.close(1001, 'going away')

    expect(told.of('close')).toMatchObject([{ code: 1001, reason: 'going away', wasClean: true }])
    expect(socket.readyState).toBe(socket.CONNECTING)
  })

  it('of a broken link is told with 1006, not as a regular end', () => {
    const { server, told } = setUpOpen()

    server.drop()

    expect(told.of('close')).toMatchObject([{ code: 1006, reason: '', wasClean: false }])
  })

  it('of a refused port is told with 1006 too', () => {
    const { server, told } = setUp()

    server.refuse()

    expect(told.of('close')).toMatchObject([{ code: 1006, reason: '', wasClean: false }])
  })
})

describe('error', () => {
  it('is a plain event before the close', () => {
    const { server, told } = setUpOpen()

    server.drop()

    expect(told.story).toEqual(['error', 'connecting 1006', 'close 1006'])
    const [event] = told.of('error')
    expect(event!.constructor).toBe(Event)
    expect(event!.error).toBeNull()
  })

  it('does not come before a clean close', () => {
    const { server, told } = setUpOpen()

    server.close(1001)

    expect(told.story).toEqual(['connecting 1001', 'close 1001'])
  })

  it('comes before a close by the server that was not clean', () => {
    const { link, told } = setUpOpen()

    link.emit('close', { code: 1011, reason: 'broken', wasClean: false })

    expect(told.story).toEqual(['error', 'connecting 1011', 'close 1011'])
  })

  it('comes once where the native socket says error and close', () => {
    const { link, told } = setUpOpen()

    link.emit('error')
    link.emit('close')

    expect(told.of('error')).toHaveLength(1)
  })

  it('says what a url function threw', async () => {
    const problem = new Error('no token')
    const { told, timers } = setUp({ url: () => Promise.reject(problem) })

    await timers.advance(0)

    const [event] = told.of('error')
    expect(event!.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0001', cause: problem })
  })

  it('says nothing of what an earlier attempt ran into', async () => {
    const answers = [Promise.reject(new Error('no token')), Promise.resolve('wss://host.test')]
    const { server, told, timers } = setUp({ url: () => answers.shift()! })
    server.refuse()

    await timers.advance(FIRST_DELAY)

    const [first, second] = told.of('error')
    expect(first!.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0001' })
    expect(second!.error).toBeNull()
  })

  it('says that it has given up', () => {
    const { server, told } = setUpOpen({ maxReconnectAttempts: 0 })

    server.drop()

    expect(told.of('error')[0]!.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0005' })
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
    const { server, told } = setUpOpen()

    server.close(1001, 'bye')

    for (const type of ['connecting', 'close'] as const) {
      const [event] = told.of(type)
      expect(event).toBeInstanceOf(RuntimeCloseEvent)
      expect(event).toHaveProperty('init', { code: 1001, reason: 'bye', wasClean: true })
    }
  })

  it('is one of ours where the runtime has none', () => {
    vi.stubGlobal('CloseEvent', undefined)
    const { server, told } = setUpOpen()

    server.close(1001, 'bye')

    for (const type of ['connecting', 'close'] as const) {
      const [event] = told.of(type)
      expect(event).toBeInstanceOf(Event)
      expect(event).toMatchObject({ type, code: 1001, reason: 'bye', wasClean: true })
    }
  })
})
