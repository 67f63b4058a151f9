import { describe, expect, it, vi } from 'vitest'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import type { SocketOptions } from '../../src/options/options.ts'
import { microtasks, setUp } from './set-up.ts'

describe('options', () => {
  it('are what a socket needs', () => {
    const timers = createFakeTimers()

    const options: SocketOptions = createFakeServer({ timers }).options

    expect(options).toMatchObject({ url: 'wss://fake-server.test/', timer: timers, page: false })
    expect([options.random?.(), options.random?.()]).toEqual([0.5, 0.5])
  })

  it('have the url that was given', () => {
    const { server } = setUp({ url: 'ws://localhost:1/' })

    expect(server.options.url).toBe('ws://localhost:1/')
  })

  it.each([-1, Number.NaN, Infinity])('refuse a latency of %d', (latency) => {
    expect(() => setUp({ latency })).toThrow(TypeError)
  })
})

describe('accept', () => {
  it('is waited for', async () => {
    const { timers, connect } = setUp()
    const { socket, events } = connect()

    await timers.advance(120_000)

    expect(socket.readyState).toBe(0)
    expect(events).toEqual([])
  })

  it('opens what is waiting before it returns', () => {
    const { server, connect } = setUp()
    const { socket, events } = connect()

    server.accept()

    expect(socket.readyState).toBe(1)
    expect(events).toEqual(['open'])
  })

  it('holds for handshakes to come, after their constructor', async () => {
    const { server, connect } = setUp()
    server.accept()

    const { socket, events } = connect()
    expect(socket.readyState).toBe(0)
    await microtasks()

    expect(socket.readyState).toBe(1)
    expect(events).toEqual(['open'])
  })

  it('takes the first protocol', () => {
    const { server, connect } = setUp()
    const { socket } = connect(['b', 'a'])

    server.accept()

    expect(socket.protocol).toBe('b')
  })

  it('does not answer within its call what a listener attempts', async () => {
    const { server, connect } = setUp()
    const later = vi.fn()
    connect().socket.onopen = () => {
      connect().socket.onopen = later
    }

    server.accept()
    expect(later).not.toHaveBeenCalled()
    await microtasks()

    expect(later).toHaveBeenCalledOnce()
  })
})

describe('refuse', () => {
  it('fails what is waiting before it returns', () => {
    const { server, connect } = setUp()
    const { socket, events } = connect()

    server.refuse()

    expect(socket.readyState).toBe(3)
    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('holds for handshakes to come, after their constructor', async () => {
    const { server, connect } = setUp()
    server.refuse()

    const { events } = connect()
    expect(events).toEqual([])
    await microtasks()

    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('leaves open connections alone', () => {
    const { server, connectOpen } = setUp()
    const { events } = connectOpen()

    server.refuse()
    server.send('a')

    expect(events).toEqual(['message a'])
  })

  it('ends with accept', () => {
    const { server, connect } = setUp()
    server.refuse()

    server.accept()
    const { events } = connect()
    server.send('a')

    expect(events).toEqual(['open', 'message a'])
  })
})

describe('send', () => {
  it('reaches the client before it returns', () => {
    const { server, connectOpen } = setUp()
    const { events } = connectOpen()

    server.send('a')

    expect(events).toEqual(['message a'])
  })

  it.each([
    [{ price: 3 }, '{"price":3}'],
    [[1, 2], '[1,2]'],
    [null, 'null'],
    [5, '5'],
    ['{}', '{}'],
  ])('sends %j as %s', (data, text) => {
    const { server, connectOpen } = setUp()
    const { events } = connectOpen()

    server.send(data)

    expect(events).toEqual([`message ${text}`])
  })

  it('reaches all open connections', () => {
    const { server, connect, connectOpen } = setUp()
    const [a, b] = [connectOpen(), connectOpen()]
    server.refuse()
    const refused = connect()
    server.refuse()

    server.send('x')

    expect([a.events, b.events]).toEqual([['message x'], ['message x']])
    expect(refused.events).not.toContain('message x')
  })

  it('reaches the one connection given', () => {
    const { server, connectOpen } = setUp()
    const [a, b] = [connectOpen(), connectOpen()]

    server.send('x', b.connection)

    expect([a.events, b.events]).toEqual([[], ['message x']])
  })

  it('reaches no one when nothing is open', () => {
    const { server, connect } = setUp()
    const { events, connection } = connect()

    server.send('x')
    server.send('x', connection)

    expect(events).toEqual([])
  })

  it('does not reach a client that is closing', async () => {
    const { server, connectOpen } = setUp()
    const { socket, events } = connectOpen()

    socket.close()
    server.send('x')
    await microtasks()

    expect(events).toEqual(["close 1005 '' clean"])
  })

  it('comes after what is on its way', () => {
    const { server, connect } = setUp()
    server.accept()
    const { socket, events } = connect()
    socket.onopen = () => socket.send('ping')

    server.send('x')

    expect(events).toEqual(['open', 'message pong', 'message x'])
  })

  it('refuses what JSON does not know, and blobs', () => {
    const { server } = setUp()

    expect(() => server.send(new Blob(['a']))).toThrow(TypeError)
    expect(() => server.send(undefined)).toThrow(TypeError)
    expect(() => server.send(() => {})).toThrow(TypeError)
  })
})
