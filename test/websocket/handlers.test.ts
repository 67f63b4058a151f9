import { describe, expect, it, vi } from 'vitest'
import type { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { setUp, setUpOpen, type Kit } from './support/set-up.ts'

const HANDLERS = ['onconnecting', 'onopen', 'onmessage', 'onclose', 'onerror'] as const

/** Notes who was called. */
function setUpCalls(): Kit & { calls: string[]; by: (name: string) => () => void } {
  const kit = setUpOpen()
  const calls: string[] = []
  return Object.assign(Object.create(kit) as Kit, {
    calls,
    by: (name: string) => () => void calls.push(name),
  })
}

/** As code without types does it. */
function set(socket: ReconnectingWebSocket, value: unknown): void {
  Object.assign(socket, { onmessage: value })
}

describe('on… handlers', () => {
  it.each(HANDLERS)('%s is null at first, a function once set, and null again', (name) => {
    const { socket } = setUp()
    const handler = (): void => {}

    expect(socket[name]).toBeNull()
    socket[name] = handler
    expect(socket[name]).toBe(handler)
    socket[name] = null
    expect(socket[name]).toBeNull()
  })

  it('are called with the events of their name, and the socket as this', () => {
    const { socket, server, told } = setUp()
    const handlers = HANDLERS.map((name) => (socket[name] = vi.fn<(event: Event) => void>()))

    server.accept()
    server.send('news')
    server.drop()

    for (const [at, type] of ['connecting', 'open', 'message', 'close', 'error'].entries()) {
      const [event] = told.of(type as 'open')
      expect(handlers[at]).toHaveBeenCalledExactlyOnceWith(event)
      expect(handlers[at]!.mock.contexts[0]).toBe(socket)
    }
  })

  it('belong to one socket', () => {
    const [one, other] = [setUpOpen(), setUpOpen()]
    one.socket.onmessage = vi.fn()
    other.socket.onmessage = vi.fn()

    one.server.send('news')

    expect(one.socket.onmessage).toHaveBeenCalledOnce()
    expect(other.socket.onmessage).not.toHaveBeenCalled()
  })

  it('stay over reconnects', async () => {
    const { socket, server, timers } = setUpOpen()
    socket.onmessage = vi.fn()

    server.drop()
    await timers.advance(1_000)
    server.send('news')

    expect(socket.onmessage).toHaveBeenCalledOnce()
  })

  it('keep their place among the listeners when replaced', () => {
    const { socket, server, calls, by } = setUpCalls()
    socket.onmessage = by('old')
    socket.addEventListener('message', by('listener'))

    socket.onmessage = by('new')
    server.send('news')

    expect(calls).toEqual(['new', 'listener'])
  })

  it('lose their place when set to null', () => {
    const { socket, server, calls, by } = setUpCalls()
    socket.onmessage = by('old')
    socket.addEventListener('message', by('listener'))

    socket.onmessage = null
    socket.onmessage = by('new')
    server.send('news')

    expect(calls).toEqual(['listener', 'new'])
  })

  it('are not called once they are null', () => {
    const { socket, server, calls, by } = setUpCalls()
    socket.onmessage = by('handler')

    socket.onmessage = null
    server.send('news')

    expect(calls).toEqual([])
  })

  it('set to null by an earlier listener are not called for that event either', () => {
    const { socket, server, calls, by } = setUpCalls()
    socket.addEventListener('message', () => (socket.onmessage = null))
    socket.onmessage = by('handler')

    server.send('news')

    expect(calls).toEqual([])
  })

  it('and a listener that is the same function are both called', () => {
    const { socket, server, calls, by } = setUpCalls()
    const handler = by('called')
    socket.onmessage = handler
    socket.addEventListener('message', handler)

    server.send('news')

    expect(calls).toEqual(['called', 'called'])
  })

  it('are not removed by removeEventListener', () => {
    const { socket, server, calls, by } = setUpCalls()
    const handler = by('called')
    socket.onmessage = handler

    socket.removeEventListener('message', handler)
    server.send('news')

    expect(calls).toEqual(['called'])
  })

  it.each(['text', 1, true, undefined, Symbol('handler')])('take %s for null', (value) => {
    const { socket, server, calls, by } = setUpCalls()
    socket.onmessage = by('handler')

    set(socket, value)
    server.send('news')

    expect(socket.onmessage).toBeNull()
    expect(calls).toEqual([])
  })

  it('that are objects are kept, but not called', () => {
    const { socket, server } = setUpOpen()
    const object = { handleEvent: vi.fn() }

    set(socket, object)
    server.send('news')

    expect(socket.onmessage).toBe(object)
    expect(object.handleEvent).not.toHaveBeenCalled()
  })

  it('that are objects keep the place for a function', () => {
    const { socket, server, calls, by } = setUpCalls()
    set(socket, {})
    socket.addEventListener('message', by('listener'))

    socket.onmessage = by('handler')
    server.send('news')

    expect(calls).toEqual(['handler', 'listener'])
  })
})
