import { describe, expect, it } from 'vitest'
import { microtasks, setUp } from './set-up.ts'

describe('send', () => {
  it('throws while connecting', () => {
    const { socket } = setUp().connect()

    expect(() => socket.send('a')).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
  })

  it('discards once the socket is closing', async () => {
    const { server, connectOpen } = setUp()
    const { socket, connection } = connectOpen()

    socket.close()
    socket.send('a')
    await microtasks()
    socket.send('b')

    expect(server.received).toEqual([])
    expect(connection.sent).toEqual([])
  })

  it('makes text of what is neither text nor binary', () => {
    const { server, connectOpen } = setUp()
    const { socket } = connectOpen()

    socket.send(5)
    socket.send(null)

    expect(server.received).toEqual(['5', 'null'])
  })

  it('keeps copies of bytes, in the type that was sent', () => {
    const { server, connectOpen } = setUp()
    const { socket } = connectOpen()
    const bytes = new Uint8Array([1, 2, 3, 4])
    const parts = [bytes.buffer, bytes.subarray(1, 3), new DataView(bytes.buffer, 3)]

    for (const part of parts) socket.send(part)
    bytes.fill(0)

    expect(server.received[0]).toEqual(new Uint8Array([1, 2, 3, 4]).buffer)
    expect(server.received[1]).toEqual(new Uint8Array([2, 3]))
    expect((server.received[2] as DataView).getUint8(0)).toBe(4)
  })

  it('keeps blobs', () => {
    const { server, connectOpen } = setUp()
    const blob = new Blob(['a'])

    connectOpen().socket.send(blob)

    expect(server.received[0]).toBe(blob)
  })
})

describe('close', () => {
  it.each([0, 999, 1001, 1005, 1006, 2999, 5000, Number.NaN, -1])('refuses the code %d', (code) => {
    const { socket } = setUp().connectOpen()

    expect(() => socket.close(code)).toThrow(
      expect.objectContaining({ name: 'InvalidAccessError' }),
    )
    expect(socket.readyState).toBe(1)
  })

  it('refuses a reason of more than 123 bytes', () => {
    const { socket } = setUp().connectOpen()

    expect(() => socket.close(1000, 'é'.repeat(62))).toThrow(
      expect.objectContaining({ name: 'SyntaxError' }),
    )
    socket.close(1000, 'é'.repeat(61))

    expect(socket.readyState).toBe(2)
  })

  it('is closing at once, and closed with the microtasks', async () => {
    const { connectOpen } = setUp()
    const { socket, events } = connectOpen()

    socket.close(3001, 'why')
    expect(socket.readyState).toBe(2)
    expect(events).toEqual([])
    await microtasks()

    expect(socket.readyState).toBe(3)
    expect(events).toEqual(["close 3001 'why' clean"])
  })

  it('without a code closes with 1005', async () => {
    const { socket, events, connection } = setUp().connectOpen()

    socket.close()
    await microtasks()

    expect(events).toEqual(["close 1005 '' clean"])
    expect(connection.closeCode).toBe(1005)
  })

  it('counts once', async () => {
    const { socket, events, connection } = setUp().connectOpen()

    socket.close(3001)
    socket.close(3002)
    await microtasks()
    socket.close(3003)
    await microtasks()

    expect(events).toEqual(["close 3001 '' clean"])
    expect(connection.closeCode).toBe(3001)
  })

  it('while connecting fails the connection, even when the server is silent', async () => {
    const { server, connect } = setUp({ latency: 50 })
    server.goSilent()
    const { socket, events } = connect()

    socket.close()
    expect(socket.readyState).toBe(2)
    expect(events).toEqual([])
    await microtasks()

    expect(socket.readyState).toBe(3)
    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })

  it('while connecting leaves nothing to accept', async () => {
    const { server, connect } = setUp()
    const { socket, events } = connect()

    socket.close()
    server.accept()
    await microtasks()

    expect(events).toEqual(['error', "close 1006 '' not clean"])
  })
})
