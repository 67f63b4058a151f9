import { describe, expect, it } from 'vitest'
import { setUp, setUpOpen, setUpWaiting, type Kit } from './support/set-up.ts'

async function setUpClosed(): Promise<Kit> {
  const kit = setUpOpen()
  kit.socket.close()
  await kit.timers.advance(0)
  return kit
}

describe('send()', () => {
  it('sends when OPEN', () => {
    const { socket, server } = setUpOpen()

    socket.send('news')

    expect(server.received).toEqual(['news'])
    expect(socket.bufferedAmount).toBe(0)
  })

  it.each([
    { data: 'text', sent: 'text' },
    { data: 7, sent: '7' },
    { data: null, sent: 'null' },
    { data: { an: 'object' }, sent: '[object Object]' },
    { data: ['a', 'b'], sent: 'a,b' },
  ])('sends $data as $sent', ({ data, sent }) => {
    const { socket, server } = setUpOpen()

    socket.send(data as string)

    expect(server.received).toEqual([sent])
  })

  it('sends binary data as they are', () => {
    const { socket, server } = setUpOpen()
    const bytes = new Uint8Array([1, 2, 3])
    const blob = new Blob(['blob'])

    socket.send(bytes)
    socket.send(bytes.buffer)
    socket.send(blob)

    expect(server.received).toEqual([bytes, bytes.buffer, blob])
  })

  it.each([
    { name: 'dialling', kit: () => setUp() },
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

  it('throws a DOMException then', () => {
    expect(() => setUp().socket.send('news')).toThrow(DOMException)
  })

  it('wants an argument, in any state', async () => {
    for (const { socket } of [setUpOpen(), setUp(), await setUpClosed()]) {
      expect(() => (socket.send as () => void)()).toThrow(TypeError)
    }
  })

  it('throws a TypeError for what can not be a text', () => {
    const { socket } = setUpOpen()

    expect(() => socket.send(Symbol('news') as never)).toThrow(TypeError)
  })

  it('discards while closing, and once closed', async () => {
    const { socket, server, timers } = setUpOpen()
    socket.close()
    socket.send('one')
    await timers.advance(0)

    socket.send('two')
    await timers.advance(60_000)

    expect(server.received).toEqual([])
  })

  it('discards once it has given up', () => {
    const { socket, server } = setUpOpen({ maxReconnectAttempts: 0 })
    server.drop()

    socket.send('news')

    expect(socket.bufferedAmount).toBe(4)
  })

  it('discards while the server closes, and dispatches nothing', () => {
    const { socket, link, told } = setUpOpen()
    link.readyState = 2

    socket.send('news')

    expect(link.sent).toEqual([])
    expect(socket.bufferedAmount).toBe(4)
    expect(told.types).toEqual([])
  })

  it('sends again over the next link', async () => {
    const { socket, server, timers } = setUpWaiting()

    await timers.advance(1_000)
    socket.send('news')

    expect(server.connections[1]!.received).toEqual(['news'])
  })
})

describe('bufferedAmount', () => {
  it('is what the link has not sent yet', () => {
    const { socket, link } = setUpOpen()

    link.bufferedAmount = 12

    expect(socket.bufferedAmount).toBe(12)
  })

  it('is 0 before the first opening', () => {
    expect(setUp().socket.bufferedAmount).toBe(0)
  })

  it('counts what is discarded, in bytes', async () => {
    const { socket } = await setUpClosed()

    socket.send('é€')
    expect(socket.bufferedAmount).toBe(5)
    socket.send(new Uint8Array(10))
    expect(socket.bufferedAmount).toBe(15)
    socket.send(new ArrayBuffer(20))
    expect(socket.bufferedAmount).toBe(35)
    socket.send(new Blob(['1234']))

    expect(socket.bufferedAmount).toBe(39)
  })

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
