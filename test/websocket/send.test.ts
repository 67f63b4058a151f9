import { describe, expect, it } from 'vitest'
import { setUp, setUpOpen, setUpWaiting } from './support/set-up.ts'

describe('send()', () => {
  it.each([
    { name: 'connecting', kit: () => setUp() },
    { name: 'waiting', kit: () => setUpWaiting() },
    { name: 'not yet opened', kit: () => setUp({ automaticOpen: false }) },
  ])('throws an InvalidStateError while $name, and sends nothing later', async ({ kit }) => {
    const { socket, server, timers } = kit()

    expect(() => socket.send('news')).toThrow(
      expect.objectContaining({ name: 'InvalidStateError' }),
    )
    server.accept()
    await timers.advance(60_000)

    expect(server.received).toEqual([])
    expect(socket.bufferedAmount).toBe(0)
  })

  it('discards once it has given up', () => {
    const { socket, server } = setUpOpen({ maxReconnectAttempts: 0 })
    server.drop()

    socket.send('news')

    expect(socket.bufferedAmount).toBe(4)
  })

  it('discards while the server closes, and dispatches nothing', () => {
    const { socket, link, recorder } = setUpOpen()
    link.readyState = 2

    socket.send('news')

    expect(link.sent).toEqual([])
    expect(socket.bufferedAmount).toBe(4)
    expect(recorder.types).toEqual([])
  })

  it('sends again over the next link', async () => {
    const { socket, server, timers } = setUpWaiting()

    await timers.advance(1_000)
    socket.send('news')

    expect(server.connections[1]!.received).toEqual(['news'])
  })
})

describe('bufferedAmount', () => {
  it('adds that to what the link did not send', async () => {
    const { socket, link, timers } = setUpOpen()
    link.bufferedAmount = 12
    socket.close()
    await timers.advance(0)

    socket.send('news')

    expect(socket.bufferedAmount).toBe(16)
  })

  it('is that of the new link after a reconnect', async () => {
    const { socket, server, timers, link } = setUpOpen()
    link.bufferedAmount = 12
    link.readyState = 2
    socket.send('discarded')

    server.drop(link)
    await timers.advance(1_000)

    expect(socket.readyState).toBe(socket.OPEN)
    expect(socket.bufferedAmount).toBe(0)
  })
})
