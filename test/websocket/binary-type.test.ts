import { describe, expect, it } from 'vitest'
import { setUpOpen } from './support/set-up.ts'

const bytes = new Uint8Array([1, 2, 3])

describe('binaryType', () => {
  it('is blob by default, on the link too', () => {
    const { socket, server, link, told } = setUpOpen()

    server.send(bytes)

    expect(socket.binaryType).toBe('blob')
    expect(link.socket.binaryType).toBe('blob')
    expect(told.of('message')[0]!.data).toBeInstanceOf(Blob)
  })

  it('applies to the next message once it is set', () => {
    const { socket, server, told } = setUpOpen()

    socket.binaryType = 'arraybuffer'
    server.send(bytes)

    expect(socket.binaryType).toBe('arraybuffer')
    expect(told.of('message')[0]!.data).toBeInstanceOf(ArrayBuffer)
  })

  it('is kept over reconnects', async () => {
    const { socket, server, timers, told } = setUpOpen()
    socket.binaryType = 'arraybuffer'

    server.drop()
    await timers.advance(1_000)
    server.send(bytes)

    expect(socket.binaryType).toBe('arraybuffer')
    expect(told.of('message')[0]!.data).toBeInstanceOf(ArrayBuffer)
  })

  it('is kept over close() and open()', async () => {
    const { socket, timers } = setUpOpen({ binaryType: 'arraybuffer' })

    socket.close()
    await timers.advance(0)
    socket.open()

    expect(socket.binaryType).toBe('arraybuffer')
  })
})
