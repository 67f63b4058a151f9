import { describe, expect, it, vi } from 'vitest'
import { createFakeServer } from 'vue-heartbeat-socket/testing'
import { systemTimers } from '../../src/timers/index.ts'
import { microtasks, setUp } from './set-up.ts'

describe('pings', () => {
  it('are answered with the microtasks, not inside send()', async () => {
    const { connectOpen } = setUp()
    const { socket, events } = connectOpen()

    socket.send('ping')
    expect(events).toEqual([])
    await microtasks()

    expect(events).toEqual(['message pong'])
  })

  it('are kept apart from what was received', () => {
    const { server, connectOpen } = setUp()
    const [a, b] = [connectOpen(), connectOpen()]

    a.socket.send('1')
    a.socket.send('ping')
    b.socket.send('2')

    expect(server.received).toEqual(['1', '2'])
    expect(server.pings).toEqual(['ping'])
    expect([a.connection.received, b.connection.received]).toEqual([['1'], ['2']])
    expect([a.connection.pings, b.connection.pings]).toEqual([['ping'], []])
  })

  it('are what the option says, bytes compared', async () => {
    const { server, connectOpen } = setUp({ ping: new Uint8Array([9]), pong: { pong: true } })
    const { socket, events } = connectOpen()

    socket.send(new Uint8Array([9]).buffer)
    socket.send(new Uint8Array([9, 9]))
    socket.send('ping')
    await microtasks()

    expect(server.pings).toHaveLength(1)
    expect(server.received).toHaveLength(2)
    expect(events).toEqual(['message {"pong":true}'])
  })

  it('and their answers can be made by functions', async () => {
    const { connectOpen } = setUp({
      ping: (data) => String(data).startsWith('ping'),
      pong: (ping: string) => ping.replace('ping', 'pong'),
    })
    const { socket, events } = connectOpen()

    socket.send('ping 7')
    await microtasks()

    expect(events).toEqual(['message pong 7'])
  })

  it('are noted and not answered when pong is null', async () => {
    const { server, connectOpen } = setUp({ pong: null })
    const { socket, events } = connectOpen()

    socket.send('ping')
    await microtasks()

    expect(server.pings).toEqual(['ping'])
    expect(events).toEqual([])
  })
})

describe('latency', () => {
  it('delays each way', async () => {
    const { timers, server, connect } = setUp({ latency: 50 })
    server.accept()
    const { socket, events } = connect()

    await timers.advance(99)
    expect(events).toEqual([])
    await timers.advance(1)
    expect(events).toEqual(['open'])
    socket.send('ping')
    await timers.advance(49)
    expect(server.pings).toEqual([])
    await timers.advance(1)
    expect(server.pings).toEqual(['ping'])
    await timers.advance(50)

    expect(events).toEqual(['open', 'message pong'])
  })

  it('delays steering calls', async () => {
    const { timers, server, connect } = setUp({ latency: 50 })
    const { events } = connect()
    await timers.advance(50)

    server.accept()
    server.send('a')
    server.close()
    await timers.advance(49)
    expect(events).toEqual([])
    await timers.advance(1)

    expect(events).toEqual(['open', 'message a', "close 1000 '' clean"])
  })

  it("delays the answer to a client's close", async () => {
    const { timers, server, connect } = setUp({ latency: 50 })
    server.accept()
    const { socket, events } = connect()
    await timers.advance(100)

    socket.close()
    await timers.advance(99)
    expect(socket.readyState).toBe(2)
    await timers.advance(1)

    expect(events).toEqual(['open', "close 1005 '' clean"])
  })

  it('delays refusals and breaks', async () => {
    const { timers, server, connect } = setUp({ latency: 50 })
    server.accept()
    const open = connect()
    await timers.advance(100)

    server.drop()
    server.refuse()
    const refused = connect()
    await timers.advance(49)
    expect([open.events, refused.events]).toEqual([['open'], []])
    await timers.advance(51)

    expect(open.events).toEqual(['open', "close 1006 '' not clean"])
    expect(refused.events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('refuses a handshake that silence has caught on its way', async () => {
    const { timers, server, connect } = setUp({ latency: 50 })
    const { events } = connect()
    server.goSilent()
    await timers.advance(50)

    server.refuse()
    await timers.advance(50)

    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('is not throttled, and sets nothing that is pending', async () => {
    const { timers, server, connect } = setUp({ latency: 50 })
    timers.throttle(60_000)
    server.accept()
    const { events } = connect()

    expect(timers.pending).toBe(0)
    await timers.advance(100)

    expect(events).toEqual(['open'])
  })
})

it('works on the system timers', async () => {
  vi.useFakeTimers()
  const server = createFakeServer({ timers: systemTimers(), latency: 50 })
  server.accept()
  const socket = new server.options.WebSocket(server.options.url)

  vi.advanceTimersByTime(100)
  vi.useRealTimers()

  expect(socket.readyState).toBe(1)
})
