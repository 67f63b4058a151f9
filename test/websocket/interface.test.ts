import { describe, expect, it, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { setUp, setUpOpen, URL_OF_SERVER } from './support/set-up.ts'

describe('protocol and extensions', () => {
  it('are those of the link', () => {
    const { socket, link } = setUpOpen({ protocols: ['one', 'two'] })
    Object.assign(link.socket, { extensions: 'permessage-deflate' })

    expect(socket.protocol).toBe('one')
    expect(socket.extensions).toBe('permessage-deflate')
  })

  it('are the new ones after a reconnect', async () => {
    const names = ['one', 'two']
    const { socket, server, timers } = setUpOpen({ protocols: () => names.shift() })

    server.drop()
    await timers.advance(1_000)

    expect(socket.protocol).toBe('two')
  })

  it('are the new ones when open is told', async () => {
    const names = ['one', 'two']
    const { socket, server, timers } = setUpOpen({ protocols: () => names.shift() })
    const read = vi.fn(() => socket.protocol)
    socket.onopen = read

    server.drop()
    await timers.advance(1_000)

    expect(read).toHaveReturnedWith('two')
  })
})

describe('readyState', () => {
  it('is CONNECTING while it waits, and while it attempts again', async () => {
    const { socket, server, timers } = setUpOpen()
    server.goSilent()

    server.drop()
    expect(socket.readyState).toBe(socket.CONNECTING)
    await timers.advance(1_000)

    expect(server.connections).toHaveLength(2)
    expect(socket.readyState).toBe(socket.CONNECTING)
  })

  it('is CLOSING when the browser has begun to close', () => {
    const { socket, link, told } = setUpOpen()

    link.readyState = 2

    expect(socket.readyState).toBe(socket.CLOSING)
    expect(told.types).toEqual([])
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
