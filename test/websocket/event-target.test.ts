import { describe, expect, it, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { setUp, setUpOpen } from './support/set-up.ts'
import { takeUncaught } from './support/uncaught.ts'

describe('a ReconnectingWebSocket', () => {
  it('is an EventTarget', () => {
    const { socket } = setUp()

    expect(socket).toBeInstanceOf(EventTarget)
    expect(socket).toBeInstanceOf(ReconnectingWebSocket)
  })

  it("has the platform's own methods", () => {
    const { socket } = setUp()

    expect(socket.addEventListener).toBe(EventTarget.prototype.addEventListener)
    expect(socket.removeEventListener).toBe(EventTarget.prototype.removeEventListener)
    expect(socket.dispatchEvent).toBe(EventTarget.prototype.dispatchEvent)
  })

  it('passes on events of its users', () => {
    const { socket } = setUp()
    const listener = vi.fn()
    socket.addEventListener('news', listener)
    const event = new Event('news')

    socket.dispatchEvent(event)

    expect(listener).toHaveBeenCalledExactlyOnceWith(event)
  })
})

describe('a listener', () => {
  it('added twice is called once', () => {
    const { socket, server } = setUpOpen()
    const listener = vi.fn()
    socket.addEventListener('message', listener)
    socket.addEventListener('message', listener)

    server.send('news')

    expect(listener).toHaveBeenCalledOnce()
  })

  it('with once is called once', () => {
    const { socket, server } = setUpOpen()
    const listener = vi.fn()
    socket.addEventListener('message', listener, { once: true })

    server.send('one')
    server.send('two')

    expect(listener).toHaveBeenCalledOnce()
  })

  it('with a signal is removed by it', () => {
    const { socket, server } = setUpOpen()
    const listener = vi.fn()
    const controller = new AbortController()
    socket.addEventListener('message', listener, { signal: controller.signal })
    server.send('one')

    controller.abort()
    server.send('two')

    expect(listener).toHaveBeenCalledOnce()
  })

  it('with a signal that has aborted is never called', () => {
    const { socket, server } = setUpOpen()
    const listener = vi.fn()
    socket.addEventListener('message', listener, { signal: AbortSignal.abort() })

    server.send('news')

    expect(listener).not.toHaveBeenCalled()
  })

  it('may be an object with handleEvent', () => {
    const { socket, server } = setUpOpen()
    const listener = { handleEvent: vi.fn() }
    socket.addEventListener('message', listener)

    server.send('news')

    expect(listener.handleEvent).toHaveBeenCalledOnce()
    expect(listener.handleEvent.mock.contexts).toEqual([listener])
  })

  it('that is a function has the socket as this', () => {
    const { socket, server } = setUpOpen()
    const listener = vi.fn()
    socket.addEventListener('message', listener)

    server.send('news')

    expect(listener.mock.contexts[0]).toBe(socket)
  })

  it('that is removed hears no more', () => {
    const { socket, server } = setUpOpen()
    const listener = vi.fn()
    socket.addEventListener('message', listener)

    socket.removeEventListener('message', listener)
    server.send('news')

    expect(listener).not.toHaveBeenCalled()
  })

  it('is called in the order of registration', () => {
    const { socket, server } = setUpOpen()
    const calls: string[] = []
    socket.addEventListener('message', () => calls.push('first'))
    socket.onmessage = () => calls.push('second')
    socket.addEventListener('message', () => calls.push('third'))

    server.send('news')

    expect(calls).toEqual(['first', 'second', 'third'])
  })

  it('can keep the event from those after it', () => {
    const { socket, server } = setUpOpen()
    const second = vi.fn()
    socket.addEventListener('message', (event) => event.stopImmediatePropagation())
    socket.addEventListener('message', second)

    server.send('news')

    expect(second).not.toHaveBeenCalled()
  })
})

describe('a listener that throws', () => {
  it.each(['open', 'message', 'error', 'connecting', 'close'] as const)(
    'in %s is reported by the platform, and changes nothing',
    async (type) => {
      const { socket, server, timers, told } = setUp()
      const problem = new Error('in a listener')
      const later = vi.fn()
      const throwOnce = (): void => {
        throw problem
      }
      socket.addEventListener(type, throwOnce, { once: true })
      socket.addEventListener(type, later)

      const reported = await takeUncaught(async () => {
        server.accept()
        server.send('news')
        server.drop()
        await timers.advance(1_000)
      })

      expect(reported).toEqual([problem])
      expect(later).toHaveBeenCalled()
      expect(told.types).toEqual(['open', 'message', 'error', 'connecting', 'close', 'open'])
    },
  )

  it('as an on… handler is reported too', async () => {
    const { socket, server, told } = setUpOpen()
    const problem = new Error('in a handler')
    socket.onmessage = () => {
      throw problem
    }

    const reported = await takeUncaught(() => server.send('news'))

    expect(reported).toEqual([problem])
    expect(told.types).toEqual(['message'])
  })
})
