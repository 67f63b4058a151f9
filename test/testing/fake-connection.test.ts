import { describe, expect, it } from 'vitest'
import { microtasks, setUp } from './set-up.ts'

describe('connections', () => {
  it('are all that were made, oldest first', () => {
    const { server, connectOpen } = setUp()
    connectOpen('a')
    server.close()
    connectOpen(['b', 'c'])

    expect(server.connections.map(({ readyState }) => readyState)).toEqual([3, 1])
    expect(server.connections.map(({ protocols }) => protocols)).toEqual([['a'], ['b', 'c']])
    expect(server.connections[0]!.url).toBe('wss://fake-server.test/')
  })

  it('know what the client closed with', () => {
    const { socket, connection } = setUp().connectOpen()
    expect([connection.closeCode, connection.closeReason]).toEqual([null, null])

    socket.close(3000, 'why')

    expect([connection.closeCode, connection.closeReason]).toEqual([3000, 'why'])
  })

  it('emit any event in any state', () => {
    const { server, connectOpen } = setUp()
    const { socket, events, connection } = connectOpen()
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
    const { socket, events, connection } = setUp().connectOpen()

    connection.emit('error')
    await microtasks()

    expect(events).toEqual(['error'])
    expect(socket.readyState).toBe(1)
  })

  it('set the ready state without telling', async () => {
    const { server, connectOpen } = setUp()
    const { socket, events, connection } = connectOpen()

    connection.readyState = 2
    server.send('lost')
    expect(socket.readyState).toBe(2)
    expect(events).toEqual([])
    server.close(1001)

    expect(events).toEqual(["close 1001 '' clean"])
  })

  it('set the buffered amount', () => {
    const { socket, connection } = setUp().connectOpen()

    connection.bufferedAmount = 4_096

    expect(socket.bufferedAmount).toBe(4_096)
  })
})
