import { describe, expect, it, vi } from 'vitest'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { systemTimers } from '../../src/timer/index.ts'
import { microtasks, setUp } from './set-up.ts'

describe('options', () => {
  it('are what a socket needs', () => {
    const timers = createFakeTimers()

    const { options } = createFakeServer({ timers })

    expect(options).toMatchObject({ url: 'wss://fake-server.test/', timer: timers, page: false })
    expect([options.random(), options.random()]).toEqual([0.5, 0.5])
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
    const { timers, dial } = setUp()
    const { socket, events } = dial()

    await timers.advance(120_000)

    expect(socket.readyState).toBe(0)
    expect(events).toEqual([])
  })

  it('opens what is waiting before it returns', () => {
    const { server, dial } = setUp()
    const { socket, events } = dial()

    server.accept()

    expect(socket.readyState).toBe(1)
    expect(events).toEqual(['open'])
  })

  it('holds for handshakes to come, after their constructor', async () => {
    const { server, dial } = setUp()
    server.accept()

    const { socket, events } = dial()
    expect(socket.readyState).toBe(0)
    await microtasks()

    expect(socket.readyState).toBe(1)
    expect(events).toEqual(['open'])
  })

  it('takes the first protocol', () => {
    const { server, dial } = setUp()
    const { socket } = dial(['b', 'a'])

    server.accept()

    expect(socket.protocol).toBe('b')
  })

  it('does not answer within its call what a listener dials', async () => {
    const { server, dial } = setUp()
    const later = vi.fn()
    dial().socket.onopen = () => {
      dial().socket.onopen = later
    }

    server.accept()
    expect(later).not.toHaveBeenCalled()
    await microtasks()

    expect(later).toHaveBeenCalledOnce()
  })
})

describe('refuse', () => {
  it('fails what is waiting before it returns', () => {
    const { server, dial } = setUp()
    const { socket, events } = dial()

    server.refuse()

    expect(socket.readyState).toBe(3)
    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('holds for handshakes to come, after their constructor', async () => {
    const { server, dial } = setUp()
    server.refuse()

    const { events } = dial()
    expect(events).toEqual([])
    await microtasks()

    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('leaves open connections alone', () => {
    const { server, dialOpen } = setUp()
    const { events } = dialOpen()

    server.refuse()
    server.send('a')

    expect(events).toEqual(['message a'])
  })

  it('ends with accept', () => {
    const { server, dial } = setUp()
    server.refuse()

    server.accept()
    const { events } = dial()
    server.send('a')

    expect(events).toEqual(['open', 'message a'])
  })
})

describe('send', () => {
  it('reaches the client before it returns', () => {
    const { server, dialOpen } = setUp()
    const { events } = dialOpen()

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
    const { server, dialOpen } = setUp()
    const { events } = dialOpen()

    server.send(data)

    expect(events).toEqual([`message ${text}`])
  })

  it('reaches all open connections', () => {
    const { server, dial, dialOpen } = setUp()
    const [a, b] = [dialOpen(), dialOpen()]
    server.refuse()
    const refused = dial()
    server.refuse()

    server.send('x')

    expect([a.events, b.events]).toEqual([['message x'], ['message x']])
    expect(refused.events).not.toContain('message x')
  })

  it('reaches the one connection given', () => {
    const { server, dialOpen } = setUp()
    const [a, b] = [dialOpen(), dialOpen()]

    server.send('x', b.connection)

    expect([a.events, b.events]).toEqual([[], ['message x']])
  })

  it('reaches nobody when nothing is open', () => {
    const { server, dial } = setUp()
    const { events, connection } = dial()

    server.send('x')
    server.send('x', connection)

    expect(events).toEqual([])
  })

  it('does not reach a client that is closing', async () => {
    const { server, dialOpen } = setUp()
    const { socket, events } = dialOpen()

    socket.close()
    server.send('x')
    await microtasks()

    expect(events).toEqual(["close 1005 '' clean"])
  })

  it('comes after what is on its way', () => {
    const { server, dial } = setUp()
    server.accept()
    const { socket, events } = dial()
    socket.onopen = () => socket.send('ping')

    server.send('x')

    expect(events).toEqual(['open', 'message pong', 'message x'])
  })

  it('refuses what JSON does not know', () => {
    const { server } = setUp()

    expect(() => server.send(undefined)).toThrow(TypeError)
    expect(() => server.send(() => {})).toThrow(TypeError)
  })

  it('refuses a blob for a client that wants array buffers', () => {
    const { server, dialOpen } = setUp()
    const { socket, events } = dialOpen()

    server.send(new Blob(['a']))
    socket.binaryType = 'arraybuffer'

    expect(() => server.send(new Blob(['a']))).toThrow(TypeError)
    expect(events).toEqual(['message [object Blob]'])
  })

  it("refuses another server's connection", () => {
    const { connection } = setUp().dialOpen()

    expect(() => setUp().server.send('a', connection)).toThrow(TypeError)
  })
})

describe('close', () => {
  it('closes all open connections before it returns', () => {
    const { server, dialOpen } = setUp()
    const [a, b] = [dialOpen(), dialOpen()]

    server.close(4001, 'bye')

    expect(a.socket.readyState).toBe(3)
    expect([a.events, b.events]).toEqual([["close 4001 'bye' clean"], ["close 4001 'bye' clean"]])
  })

  it('closes the one connection given', () => {
    const { server, dialOpen } = setUp()
    const [a, b] = [dialOpen(), dialOpen()]

    server.close(1001, '', b.connection)

    expect([a.events, b.events]).toEqual([[], ["close 1001 '' clean"]])
  })

  it.each([[undefined, 1000] as const, [1005, 1005] as const, [1012, 1012] as const])(
    'with %s tells the client %s',
    (code, told) => {
      const { server, dialOpen } = setUp()
      const { events, connection } = dialOpen()

      server.close(code)

      expect(events).toEqual([`close ${told} '' clean`])
      expect(connection.closeCode).toBeNull()
    },
  )

  it.each([0, 999, 1006, 1015, 5000, 1000.5, Number.NaN])('refuses the code %d', (code) => {
    expect(() => setUp().server.close(code)).toThrow(TypeError)
  })

  it('refuses a reason that does not fit', () => {
    expect(() => setUp().server.close(1000, 'x'.repeat(124))).toThrow(TypeError)
    expect(() => setUp().server.close(1005, 'x')).toThrow(TypeError)
  })

  it('leaves a client that dials again in a listener to the next handshake', async () => {
    const { server, dial, dialOpen } = setUp()
    const again = vi.fn()
    dialOpen().socket.onclose = () => {
      dial().socket.onopen = again
    }

    server.close()
    expect(again).not.toHaveBeenCalled()
    await microtasks()

    expect(again).toHaveBeenCalledOnce()
  })
})

describe('drop', () => {
  it('breaks all open connections before it returns, without an error', () => {
    const { server, dial, dialOpen } = setUp()
    const { socket, events } = dialOpen()
    server.goSilent()
    const waiting = dial()

    server.drop()

    expect(socket.readyState).toBe(3)
    expect(events).toEqual(["close 1006 '' not clean"])
    expect(waiting.socket.readyState).toBe(0)
  })

  it('breaks the one connection given', () => {
    const { server, dialOpen } = setUp()
    const [a, b] = [dialOpen(), dialOpen()]

    server.drop(a.connection)

    expect([a.events, b.events]).toEqual([["close 1006 '' not clean"], []])
  })

  it('breaks the connecting one given, with an error', () => {
    const { server, dial } = setUp()
    const { events, connection } = dial()

    server.drop(connection)
    server.accept()

    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })
})

describe('goSilent', () => {
  it('lets nothing through, in either direction', async () => {
    const { timers, server, dialOpen } = setUp()
    const { socket, events, connection } = dialOpen()

    server.goSilent()
    socket.send('a')
    socket.send('ping')
    server.send('b')
    server.close()
    await timers.advance(120_000)

    expect(events).toEqual([])
    expect(socket.readyState).toBe(1)
    expect([server.received, server.pings]).toEqual([[], []])
    expect(connection.sent).toEqual(['a', 'ping'])
  })

  it('delivers first what is on its way', async () => {
    const { server, dialOpen } = setUp()
    const { socket, events } = dialOpen()

    socket.send('ping')
    server.goSilent()
    await microtasks()

    expect(events).toEqual(['message pong'])
  })

  it('leaves new handshakes hanging', async () => {
    const { timers, server, dialOpen, dial } = setUp()
    dialOpen()

    server.goSilent()
    const { socket } = dial()
    await timers.advance(120_000)

    expect(socket.readyState).toBe(0)
  })

  it("leaves a client's close unanswered for 60 s", async () => {
    const { timers, server, dialOpen } = setUp()
    const { socket, events } = dialOpen()

    server.goSilent()
    socket.close(3000)
    await timers.advance(59_999)
    expect(socket.readyState).toBe(2)
    expect(events).toEqual([])
    await timers.advance(1)

    expect(socket.readyState).toBe(3)
    expect(events).toEqual(["close 1006 '' not clean"])
  })

  it('ends with accept, and what was held up arrives in order', () => {
    const { server, dialOpen } = setUp()
    const { socket, events } = dialOpen()
    server.goSilent()
    socket.send('a')
    socket.send('ping')
    server.send('b')
    server.send('c')

    server.accept()

    expect(server.received).toEqual(['a'])
    expect(events).toEqual(['message b', 'message c', 'message pong'])
  })

  it('ends with accept for what a client has closed meanwhile', async () => {
    const { timers, server, dialOpen } = setUp()
    const { socket, events } = dialOpen()
    server.goSilent()
    socket.close(3000, 'gone')

    server.accept()
    await timers.advance(60_000)

    expect(events).toEqual(["close 3000 'gone' clean"])
  })

  it('ends with accept for handshakes that hang', () => {
    const { server, dial } = setUp()
    server.accept()
    server.goSilent()
    const { events } = dial()

    server.accept()

    expect(events).toEqual(['open'])
  })

  it('ends with refuse for handshakes that hang, and only for them', () => {
    const { server, dial, dialOpen } = setUp()
    const open = dialOpen()
    server.goSilent()
    const hanging = dial()

    server.refuse()
    server.send('a')

    expect(hanging.events).toEqual(['error', "close 1006 '' not clean"])
    expect(open.events).toEqual([])
  })

  it('ends with refuse for handshakes that were waiting before', () => {
    const { server, dial } = setUp()
    const { events } = dial()
    server.goSilent()

    server.refuse()

    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('ends with drop', () => {
    const { server, dialOpen } = setUp()
    const { events } = dialOpen()
    server.goSilent()

    server.drop()

    expect(events).toEqual(["close 1006 '' not clean"])
  })

  it('loses the one connection given for good, and accepts others', async () => {
    const { server, dial, dialOpen } = setUp()
    const [lost, other] = [dialOpen(), dialOpen()]

    server.goSilent(lost.connection)
    server.accept()
    const later = dial()
    server.send('a')

    expect(lost.events).toEqual([])
    expect(other.events).toEqual(['message a'])
    expect(later.events).toEqual(['open', 'message a'])
  })

  it('lets the one handshake given hang for good', async () => {
    const { server, dial } = setUp()
    const { socket, connection } = dial()

    server.goSilent(connection)
    server.accept()
    server.refuse()
    await microtasks()

    expect(socket.readyState).toBe(0)
  })
})

describe('pings', () => {
  it('are answered with the microtasks, not inside send()', async () => {
    const { dialOpen } = setUp()
    const { socket, events } = dialOpen()

    socket.send('ping')
    expect(events).toEqual([])
    await microtasks()

    expect(events).toEqual(['message pong'])
  })

  it('are kept apart from what was received', () => {
    const { server, dialOpen } = setUp()
    const [a, b] = [dialOpen(), dialOpen()]

    a.socket.send('1')
    a.socket.send('ping')
    b.socket.send('2')

    expect(server.received).toEqual(['1', '2'])
    expect(server.pings).toEqual(['ping'])
    expect([a.connection.received, b.connection.received]).toEqual([['1'], ['2']])
    expect([a.connection.pings, b.connection.pings]).toEqual([['ping'], []])
  })

  it('are what the option says, bytes compared', async () => {
    const { server, dialOpen } = setUp({ ping: new Uint8Array([9]), pong: { pong: true } })
    const { socket, events } = dialOpen()

    socket.send(new Uint8Array([9]).buffer)
    socket.send(new Uint8Array([9, 9]))
    socket.send('ping')
    await microtasks()

    expect(server.pings).toHaveLength(1)
    expect(server.received).toHaveLength(2)
    expect(events).toEqual(['message {"pong":true}'])
  })

  it('and their answers can be made by functions', async () => {
    const { dialOpen } = setUp({
      ping: (data) => String(data).startsWith('ping'),
      pong: (ping: string) => ping.replace('ping', 'pong'),
    })
    const { socket, events } = dialOpen()

    socket.send('ping 7')
    await microtasks()

    expect(events).toEqual(['message pong 7'])
  })

  it('are noted and not answered when pong is null', async () => {
    const { server, dialOpen } = setUp({ pong: null })
    const { socket, events } = dialOpen()

    socket.send('ping')
    await microtasks()

    expect(server.pings).toEqual(['ping'])
    expect(events).toEqual([])
  })
})

describe('latency', () => {
  it('delays each way', async () => {
    const { timers, server, dial } = setUp({ latency: 50 })
    server.accept()
    const { socket, events } = dial()

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
    const { timers, server, dial } = setUp({ latency: 50 })
    const { events } = dial()
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
    const { timers, server, dial } = setUp({ latency: 50 })
    server.accept()
    const { socket, events } = dial()
    await timers.advance(100)

    socket.close()
    await timers.advance(99)
    expect(socket.readyState).toBe(2)
    await timers.advance(1)

    expect(events).toEqual(['open', "close 1005 '' clean"])
  })

  it('delays refusals and breaks', async () => {
    const { timers, server, dial } = setUp({ latency: 50 })
    server.accept()
    const open = dial()
    await timers.advance(100)

    server.drop()
    server.refuse()
    const refused = dial()
    await timers.advance(49)
    expect([open.events, refused.events]).toEqual([['open'], []])
    await timers.advance(51)

    expect(open.events).toEqual(['open', "close 1006 '' not clean"])
    expect(refused.events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('refuses a handshake that silence has caught on its way', async () => {
    const { timers, server, dial } = setUp({ latency: 50 })
    const { events } = dial()
    server.goSilent()
    await timers.advance(50)

    server.refuse()
    await timers.advance(50)

    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('is not throttled, and sets nothing that is pending', async () => {
    const { timers, server, dial } = setUp({ latency: 50 })
    timers.throttle(60_000)
    server.accept()
    const { events } = dial()

    expect(timers.pending).toBe(0)
    await timers.advance(100)

    expect(events).toEqual(['open'])
  })
})

it('has nothing pending when a silent connection was closed', () => {
  const { timers, server, dialOpen } = setUp()
  const { socket } = dialOpen()
  server.goSilent()

  socket.close()

  expect(timers.pending).toBe(0)
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

describe('connections', () => {
  it('are all that were made, oldest first', () => {
    const { server, dialOpen } = setUp()
    dialOpen('a')
    server.close()
    dialOpen(['b', 'c'])

    expect(server.connections.map(({ readyState }) => readyState)).toEqual([3, 1])
    expect(server.connections.map(({ protocols }) => protocols)).toEqual([['a'], ['b', 'c']])
    expect(server.connections[0]!.url).toBe('wss://fake-server.test/')
  })

  it('know what the client closed with', () => {
    const { socket, connection } = setUp().dialOpen()
    expect([connection.closeCode, connection.closeReason]).toEqual([null, null])

    socket.close(3000, 'why')

    expect([connection.closeCode, connection.closeReason]).toEqual([3000, 'why'])
  })

  it('emit any event in any state', () => {
    const { server, dialOpen } = setUp()
    const { socket, events, connection } = dialOpen()
    server.close()

    connection.emit('open')
    connection.emit('message', { data: 'late' })
    connection.emit('error')
    connection.emit('close', { code: 1001, reason: 'r', wasClean: true })
    connection.emit('close')

    expect(socket.readyState).toBe(3)
    expect(events.slice(1)).toEqual([
      'open',
      'message late',
      'error',
      "close 1001 'r' clean",
      "close 1006 '' not clean",
    ])
  })

  it('emit an error that no close follows', async () => {
    const { socket, events, connection } = setUp().dialOpen()

    connection.emit('error')
    await microtasks()

    expect(events).toEqual(['error'])
    expect(socket.readyState).toBe(1)
  })

  it('set the ready state without telling', async () => {
    const { server, dialOpen } = setUp()
    const { socket, events, connection } = dialOpen()

    connection.readyState = 2
    server.send('lost')
    expect(socket.readyState).toBe(2)
    expect(events).toEqual([])
    server.close(1001)

    expect(events).toEqual(["close 1001 '' clean"])
  })

  it('set the buffered amount', () => {
    const { socket, connection } = setUp().dialOpen()

    connection.bufferedAmount = 4_096

    expect(socket.bufferedAmount).toBe(4_096)
  })
})
