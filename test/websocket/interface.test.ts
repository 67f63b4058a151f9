import { describe, expect, it, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { setUp, setUpOpen, URL_OF_SERVER } from './support/set-up.ts'

const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }

const MEMBERS = [
  'url',
  'readyState',
  'bufferedAmount',
  'extensions',
  'protocol',
  'binaryType',
  'onopen',
  'onerror',
  'onclose',
  'onmessage',
  'send',
  'close',
]

describe('the states', () => {
  it('stand on the class, its prototype and each socket', () => {
    for (const holder of [ReconnectingWebSocket, ReconnectingWebSocket.prototype, setUp().socket]) {
      const { CONNECTING, OPEN, CLOSING, CLOSED } = holder
      expect({ CONNECTING, OPEN, CLOSING, CLOSED }).toEqual(STATES)
    }
  })

  it.each(Object.keys(STATES))('%s can not be changed', (name) => {
    for (const holder of [ReconnectingWebSocket, ReconnectingWebSocket.prototype]) {
      expect(() => Object.assign(holder, { [name]: 7 })).toThrow(TypeError)
      expect(Object.getOwnPropertyDescriptor(holder, name)).toMatchObject({
        writable: false,
        enumerable: true,
        configurable: false,
      })
    }
    expect(() => Object.assign(setUp().socket, { [name]: 7 })).toThrow(TypeError)
  })
})

describe('the members', () => {
  it.each([...MEMBERS, ...Object.keys(STATES)])('%s is enumerable, as on a WebSocket', (name) => {
    const found: string[] = []
    for (const key in setUp().socket) found.push(key)

    expect(found).toContain(name)
  })

  it.each(['url', 'readyState', 'bufferedAmount', 'extensions', 'protocol', 'reconnectAttempts'])(
    '%s can not be set',
    (name) => {
      const { socket } = setUp()

      expect(() => Object.assign(socket, { [name]: 1 })).toThrow(TypeError)
    },
  )

  it('have the name and the number of arguments that a WebSocket has', () => {
    expect(ReconnectingWebSocket.name).toBe('ReconnectingWebSocket')
    expect(ReconnectingWebSocket).toHaveLength(1)
    expect(ReconnectingWebSocket.prototype.send).toHaveLength(1)
    expect(ReconnectingWebSocket.prototype.close).toHaveLength(0)
  })
})

describe('protocol and extensions', () => {
  it('are empty before the first opening', () => {
    const { socket } = setUp({ protocols: 'one' })

    expect(socket.protocol).toBe('')
    expect(socket.extensions).toBe('')
  })

  it('are those of the link', () => {
    const { socket, link } = setUpOpen({ protocols: ['one', 'two'] })
    Object.assign(link.socket, { extensions: 'permessage-deflate' })

    expect(socket.protocol).toBe('one')
    expect(socket.extensions).toBe('permessage-deflate')
  })

  it('stay after the end of the link, as those of a WebSocket do', async () => {
    const { socket, server, timers } = setUpOpen({ protocols: 'one' })

    server.drop()
    expect(socket.protocol).toBe('one')
    socket.close()
    await timers.advance(0)

    expect(socket.protocol).toBe('one')
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
  it('goes through the states', async () => {
    const { socket, server, timers } = setUp()
    const seen = [socket.readyState]

    server.accept()
    seen.push(socket.readyState)
    socket.close()
    seen.push(socket.readyState)
    await timers.advance(0)
    seen.push(socket.readyState)

    expect(seen).toEqual([0, 1, 2, 3])
  })

  it('is CONNECTING while it waits, and while it dials again', async () => {
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
  class Chat extends ReconnectingWebSocket {
    readonly heard: unknown[] = []

    constructor(options: ConstructorParameters<typeof ReconnectingWebSocket>[2]) {
      super(URL_OF_SERVER, 'chat', options)
      this.onmessage = ({ data }) => this.heard.push(data)
    }

    say(text: string): void {
      this.send(`say ${text}`)
    }

    override close(): void {
      super.close(4_000, 'bye')
    }
  }

  it('works', async () => {
    const { server, timers } = setUp({ automaticOpen: false })
    const { WebSocket, timer } = server.options
    const chat = new Chat({ WebSocket, timer })
    server.accept()

    chat.say('hello')
    server.send('news')
    chat.close()
    await timers.advance(0)

    expect(chat).toBeInstanceOf(Chat)
    expect(chat).toBeInstanceOf(ReconnectingWebSocket)
    expect(chat.heard).toEqual(['news'])
    expect(server.received).toEqual(['say hello'])
    expect(server.connections[0]).toMatchObject({ closeCode: 4_000, closeReason: 'bye' })
    expect(Chat.OPEN).toBe(1)
  })

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
