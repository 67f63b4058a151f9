import { describe, expect, it, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { setUp, setUpOpen, URL_OF_SERVER } from './support/set-up.ts'

const bytes = new Uint8Array([1, 2, 3])

describe('protocol', () => {
  it('is the new one when a reconnect opens', async () => {
    const names = ['one', 'two']
    const { socket, server, timers } = setUpOpen({ protocols: () => names.shift() })
    const read = vi.fn(() => socket.protocol)
    socket.onopen = read

    server.drop()
    await timers.advance(1_000)

    expect(read).toHaveReturnedWith('two')
  })
})

describe('binaryType', () => {
  it('is kept over reconnects', async () => {
    const { socket, server, timers, recorder } = setUpOpen()
    socket.binaryType = 'arraybuffer'

    server.drop()
    await timers.advance(1_000)
    server.send(bytes)

    expect(socket.binaryType).toBe('arraybuffer')
    expect(recorder.of('message')[0]!.data).toBeInstanceOf(ArrayBuffer)
  })

  it('is kept over close() and open()', async () => {
    const { socket, timers } = setUpOpen({ binaryType: 'arraybuffer' })

    socket.close()
    await timers.advance(0)
    socket.open()

    expect(socket.binaryType).toBe('arraybuffer')
  })
})

describe('readyState', () => {
  it('is CLOSING when the browser has begun to close', () => {
    const { socket, link, recorder } = setUpOpen()

    link.readyState = 2

    expect(socket.readyState).toBe(socket.CLOSING)
    expect(recorder.types).toEqual([])
  })
})

describe('a subclass', () => {
  it('can be asked for its state before its constructor has run to the end', () => {
    const { server } = setUp({ automaticOpen: false })
    const { WebSocket, timer } = server.options
    const seen: number[] = []
    class Curious extends ReconnectingWebSocket {
      override dispatchEvent(event: Event): boolean {
        seen.push(this.readyState)
        return super.dispatchEvent(event)
      }
    }

    new Curious(URL_OF_SERVER, null, { WebSocket, timer })

    expect(seen).toEqual([0])
  })
})
