import { describe, expect, it, vi } from 'vitest'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { setUp } from './set-up.ts'

const { WebSocket } = setUp().server.options

describe('the class', () => {
  it('has the constants, on class and instance', () => {
    const { socket } = setUp().connect()

    const states = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }

    for (const [name, state] of Object.entries(states)) {
      expect(WebSocket[name as keyof typeof states]).toBe(state)
      expect(socket[name as keyof typeof states]).toBe(state)
    }
  })

  it('makes event targets', () => {
    const { socket } = setUp().connect()

    expect(socket).toBeInstanceOf(EventTarget)
  })

  it('is one of its own for each server', () => {
    const timers = createFakeTimers()
    const [a, b] = [createFakeServer({ timers }), createFakeServer({ timers })]

    const socket = new a.options.WebSocket('ws://host')

    expect(socket).toBeInstanceOf(a.options.WebSocket)
    expect(socket).not.toBeInstanceOf(b.options.WebSocket)
    expect(b.connections).toEqual([])
  })
})

describe('the constructor', () => {
  it.each([
    ['ws://host', 'ws://host/'],
    ['wss://host:443/a?b=c', 'wss://host/a?b=c'],
  ])('makes %s into %s', (input, url) => {
    expect(new WebSocket(input).url).toBe(url)
    expect(new WebSocket(new URL(input)).url).toBe(url)
  })

  it('refuses what is no url', () => {
    expect(() => new WebSocket('nowhere')).toThrow(TypeError)
  })

  it('makes no connection when it throws', () => {
    const { server } = setUp()

    expect(() => new server.options.WebSocket('nowhere')).toThrow()

    expect(server.connections).toEqual([])
  })

  it('starts connecting, with everything empty', () => {
    const { socket } = setUp().connect('a')

    expect(socket.readyState).toBe(0)
    expect(socket.protocol).toBe('')
    expect(socket.extensions).toBe('')
    expect(socket.bufferedAmount).toBe(0)
    expect(socket.binaryType).toBe('blob')
  })
})

describe('handlers', () => {
  it('are null until set', () => {
    const { socket } = setUp().connect()
    const handler = () => {}

    expect(socket.onopen).toBeNull()
    socket.onopen = handler

    expect(socket.onopen).toBe(handler)
  })

  it('are called with the event, the socket being `this` and target', () => {
    const { server, connect } = setUp()
    const { socket } = connect()
    const onopen = vi.fn(function (this: unknown, _event: Event) {
      return this
    })
    socket.onopen = onopen

    server.accept()

    const event = onopen.mock.calls[0]![0]
    expect(event.type).toBe('open')
    expect(event.target).toBe(socket)
    expect(onopen).toHaveReturnedWith(socket)
  })

  it.each(['open', 'message', 'error', 'close'] as const)('are called for %s', (type) => {
    const { connection, socket } = setUp().connect()
    const handler = vi.fn()
    socket[`on${type}`] = handler

    connection.emit(type)

    expect(handler).toHaveBeenCalledOnce()
  })

  it('come before listeners', () => {
    const { server, connect } = setUp()
    const { socket } = connect()
    const calls: string[] = []
    socket.addEventListener('open', () => calls.push('listener'))
    socket.onopen = () => calls.push('handler')

    server.accept()

    expect(calls).toEqual(['handler', 'listener'])
  })

  it('are not called once removed', () => {
    const { server, connect } = setUp()
    const { socket } = connect()
    const handler = vi.fn()
    socket.onopen = handler

    socket.onopen = null
    server.accept()

    expect(handler).not.toHaveBeenCalled()
  })
})

describe('binary messages', () => {
  it('arrive as blobs by default', async () => {
    const { server, connectOpen } = setUp()
    const { socket } = connectOpen()
    const onmessage = vi.fn<(event: MessageEvent<Blob>) => void>()
    socket.onmessage = onmessage

    server.send(new Uint8Array([104, 105]))

    const { data } = onmessage.mock.calls[0]![0]
    expect(data).toBeInstanceOf(Blob)
    expect(await data.text()).toBe('hi')
  })

  it('arrive as array buffers when asked for', () => {
    const { server, connectOpen } = setUp()
    const { socket } = connectOpen()
    const onmessage = vi.fn<(event: MessageEvent) => void>()
    socket.onmessage = onmessage

    socket.binaryType = 'arraybuffer'
    server.send(new Uint8Array([1, 2, 3]).subarray(1))

    expect(onmessage.mock.calls[0]![0].data).toEqual(new Uint8Array([2, 3]).buffer)
  })
})
