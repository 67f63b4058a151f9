import { describe, expect, it, vi } from 'vitest'
import { setUp, setUpOpen } from './support/set-up.ts'

const HANDLERS = ['onconnecting', 'onopen', 'onmessage', 'onclose', 'onerror'] as const

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

  it('stay over reconnects', async () => {
    const { socket, server, timers } = setUpOpen()
    socket.onmessage = vi.fn()

    server.drop()
    await timers.advance(1_000)
    server.send('news')

    expect(socket.onmessage).toHaveBeenCalledOnce()
  })
})
