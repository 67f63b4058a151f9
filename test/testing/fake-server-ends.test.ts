import { describe, expect, it, vi } from 'vitest'
import { microtasks, setUp } from './set-up.ts'

describe('close', () => {
  it('closes all open connections before it returns', () => {
    const { server, connectOpen } = setUp()
    const [a, b] = [connectOpen(), connectOpen()]

    server.close(4001, 'bye')

    expect(a.socket.readyState).toBe(3)
    expect([a.events, b.events]).toEqual([["close 4001 'bye' clean"], ["close 4001 'bye' clean"]])
  })

  it('closes the one connection given', () => {
    const { server, connectOpen } = setUp()
    const [a, b] = [connectOpen(), connectOpen()]

    server.close(1001, '', b.connection)

    expect([a.events, b.events]).toEqual([[], ["close 1001 '' clean"]])
  })

  it.each([[undefined, 1000] as const, [1005, 1005] as const, [1012, 1012] as const])(
    'with %s is %s to the client',
    (code, recorder) => {
      const { server, connectOpen } = setUp()
      const { events, connection } = connectOpen()

      server.close(code)

      expect(events).toEqual([`close ${recorder} '' clean`])
      expect(connection.closeCode).toBeNull()
    },
  )

  it('leaves a client that attempts again in a listener to the next handshake', async () => {
    const { server, connect, connectOpen } = setUp()
    const again = vi.fn()
    connectOpen().socket.onclose = () => {
      connect().socket.onopen = again
    }

    server.close()
    expect(again).not.toHaveBeenCalled()
    await microtasks()

    expect(again).toHaveBeenCalledOnce()
  })
})

describe('drop', () => {
  it('breaks all open connections before it returns, without an error', () => {
    const { server, connect, connectOpen } = setUp()
    const { socket, events } = connectOpen()
    server.goSilent()
    const waiting = connect()

    server.drop()

    expect(socket.readyState).toBe(3)
    expect(events).toEqual(["close 1006 '' not clean"])
    expect(waiting.socket.readyState).toBe(0)
  })

  it('breaks the one connection given', () => {
    const { server, connectOpen } = setUp()
    const [a, b] = [connectOpen(), connectOpen()]

    server.drop(a.connection)

    expect([a.events, b.events]).toEqual([["close 1006 '' not clean"], []])
  })

  it('breaks the connecting one given, with an error', () => {
    const { server, connect } = setUp()
    const { events, connection } = connect()

    server.drop(connection)
    server.accept()

    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })
})

describe('goSilent', () => {
  it('lets nothing through, in either direction', async () => {
    const { timers, server, connectOpen } = setUp()
    const { socket, events, connection } = connectOpen()

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
    const { server, connectOpen } = setUp()
    const { socket, events } = connectOpen()

    socket.send('ping')
    server.goSilent()
    await microtasks()

    expect(events).toEqual(['message pong'])
  })

  it('leaves new handshakes hanging', async () => {
    const { timers, server, connectOpen, connect } = setUp()
    connectOpen()

    server.goSilent()
    const { socket } = connect()
    await timers.advance(120_000)

    expect(socket.readyState).toBe(0)
  })

  it("leaves a client's close unanswered for 60 s", async () => {
    const { timers, server, connectOpen } = setUp()
    const { socket, events } = connectOpen()

    server.goSilent()
    socket.close(3000)
    await timers.advance(59_999)
    expect(socket.readyState).toBe(2)
    expect(events).toEqual([])
    await timers.advance(1)

    expect(socket.readyState).toBe(3)
    expect(events).toEqual(["close 1006 '' not clean"])
  })

  it('ends with accept, and what was sent meanwhile is lost', async () => {
    const { server, connectOpen } = setUp()
    const { socket, events } = connectOpen()
    server.goSilent()
    socket.send('a')
    server.send('b')

    server.accept()
    socket.send('c')
    server.send('d')
    await microtasks()

    expect(server.received).toEqual(['c'])
    expect(events).toEqual(['message d'])
  })

  it('loses the close frame of a client even when accept ends it', async () => {
    const { timers, server, connectOpen } = setUp()
    const { socket, events } = connectOpen()
    server.goSilent()
    socket.close(3000, 'gone')

    server.accept()
    await timers.advance(59_999)
    expect(events).toEqual([])
    await timers.advance(1)

    expect(events).toEqual(["close 1006 '' not clean"])
  })

  it('ends with accept for handshakes that hang', () => {
    const { server, connect } = setUp()
    server.accept()
    server.goSilent()
    const { events } = connect()

    server.accept()

    expect(events).toEqual(['open'])
  })

  it('ends with refuse for handshakes that hang, and only for them', () => {
    const { server, connect, connectOpen } = setUp()
    const open = connectOpen()
    server.goSilent()
    const hanging = connect()

    server.refuse()
    server.send('a')

    expect(hanging.events).toEqual(['error', "close 1006 '' not clean"])
    expect(open.events).toEqual([])
  })

  it('ends with refuse for handshakes that were waiting before', () => {
    const { server, connect } = setUp()
    const { events } = connect()
    server.goSilent()

    server.refuse()

    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('ends with drop', () => {
    const { server, connectOpen } = setUp()
    const { events } = connectOpen()
    server.goSilent()

    server.drop()

    expect(events).toEqual(["close 1006 '' not clean"])
  })

  it('concerns the one connection given, and handshakes go on', async () => {
    const { server, connect, connectOpen } = setUp()
    const [silent, other] = [connectOpen(), connectOpen()]

    server.goSilent(silent.connection)
    const later = connect()
    await microtasks()
    server.send('a')

    expect(silent.events).toEqual([])
    expect(other.events).toEqual(['message a'])
    expect(later.events).toEqual(['open', 'message a'])
  })

  it('lets the one handshake given hang', async () => {
    const { timers, server, connect } = setUp({ latency: 50 })
    server.accept()
    const { events, connection } = connect()

    server.goSilent(connection)
    await timers.advance(1_000)

    expect(events).toEqual([])
  })

  it('ends with accept for the one connection given', () => {
    const { server, connectOpen } = setUp()
    const { events, connection } = connectOpen()
    server.goSilent(connection)

    server.accept()
    server.send('a')

    expect(events).toEqual(['message a'])
  })
})

it('has nothing pending when a silent connection was closed', () => {
  const { timers, server, connectOpen } = setUp()
  const { socket } = connectOpen()
  server.goSilent()

  socket.close()

  expect(timers.pending).toBe(0)
})
