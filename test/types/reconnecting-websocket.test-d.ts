import { describe, expectTypeOf, it } from 'vitest'
import {
  ReconnectingWebSocket,
  type PageSignals,
  type RawData,
  type ReconnectingWebSocketEventMap,
  type ReconnectingWebSocketOptions,
  type SocketOptions,
  type TimerService,
} from 'vue-heartbeat-socket/socket'

const url = 'wss://a.test'
const socket = new ReconnectingWebSocket(url)

/** Clients take a WebSocket class in one of these ways. */
interface ClientOptions {
  webSocketImpl?: typeof WebSocket
  WebSocket: new (url: string, protocols?: string | string[]) => WebSocket
  createWebSocket(url: string): WebSocket
}

describe('a ReconnectingWebSocket', () => {
  it('is a WebSocket', () => {
    expectTypeOf(socket).toExtend<WebSocket>()
    expectTypeOf(socket).toExtend<EventTarget>()
  })

  it('has a class that is one of WebSockets', () => {
    expectTypeOf<typeof ReconnectingWebSocket>().toExtend<typeof WebSocket>()
  })

  it('is what options of clients take', () => {
    const options: ClientOptions = {
      webSocketImpl: ReconnectingWebSocket,
      WebSocket: ReconnectingWebSocket,
      createWebSocket: (address) => new ReconnectingWebSocket(address, null, { debug: true }),
    }

    expectTypeOf(options).toEqualTypeOf<ClientOptions>()
  })

  it('has the members of a WebSocket, of the same types', () => {
    expectTypeOf<Pick<ReconnectingWebSocket, 'url' | 'protocol' | 'extensions'>>().toEqualTypeOf<
      Pick<WebSocket, 'url' | 'protocol' | 'extensions'>
    >()
    expectTypeOf(socket.readyState).toEqualTypeOf<0 | 1 | 2 | 3>()
    expectTypeOf(socket.bufferedAmount).toEqualTypeOf<number>()
    expectTypeOf(socket.binaryType).toEqualTypeOf<BinaryType>()
    expectTypeOf(socket.OPEN).toEqualTypeOf<1>()
    expectTypeOf(ReconnectingWebSocket.CLOSED).toEqualTypeOf<3>()
    expectTypeOf(socket.send).parameters.toEqualTypeOf<[data: RawData]>()
    expectTypeOf(socket.close).toBeCallableWith(4_000, 'bye')
    expectTypeOf(socket.close).toBeCallableWith()
  })

  it('has those of the original', () => {
    expectTypeOf(socket.open).toEqualTypeOf<() => void>()
    expectTypeOf(socket.refresh).toEqualTypeOf<() => void>()
    expectTypeOf(socket.reconnectAttempts).toEqualTypeOf<number>()
    expectTypeOf(ReconnectingWebSocket.debugAll).toEqualTypeOf<boolean>()
    expectTypeOf(socket.maxReconnectAttempts).toEqualTypeOf<number | null>()
    socket.reconnectInterval = 5
    // @ts-expect-error -- a text
    socket.reconnectInterval = '5'
    // @ts-expect-error -- only to be read
    socket.reconnectAttempts = 5
  })
})

describe('the constructor', () => {
  it('takes a url, a URL, or a function', () => {
    const make = (address: ConstructorParameters<typeof ReconnectingWebSocket>[0]) => address

    expectTypeOf(make).toBeCallableWith(url)
    expectTypeOf(make).toBeCallableWith(new URL(url))
    expectTypeOf(make).toBeCallableWith(() => url)
    expectTypeOf(make).toBeCallableWith(async ({ signal }) => (signal.aborted ? null : url))
    // @ts-expect-error -- no text
    make(5)
    // @ts-expect-error -- a function may say null, a url may not
    make(null)
  })

  it('takes protocols, or null for none', () => {
    expectTypeOf(new ReconnectingWebSocket(url, 'one')).toEqualTypeOf(socket)
    expectTypeOf(new ReconnectingWebSocket(url, ['one', 'two'] as const)).toEqualTypeOf(socket)
    expectTypeOf(new ReconnectingWebSocket(url, () => ['one'], {})).toEqualTypeOf(socket)
    expectTypeOf(new ReconnectingWebSocket(url, null, null)).toEqualTypeOf(socket)
  })

  it('takes the options of the original, and ours', () => {
    expectTypeOf<ReconnectingWebSocketOptions>().toEqualTypeOf<{
      debug?: boolean | undefined
      automaticOpen?: boolean | undefined
      reconnectInterval?: number | undefined
      maxReconnectInterval?: number | undefined
      reconnectDecay?: number | undefined
      timeoutInterval?: number | undefined
      maxReconnectAttempts?: number | null | undefined
      binaryType?: BinaryType | undefined
      heartbeat?: SocketOptions['heartbeat']
      timer?: TimerService | undefined
      page?: PageSignals | false | undefined
      WebSocket?: SocketOptions['WebSocket']
      random?: (() => number) | undefined
    }>()
    // @ts-expect-error -- no option of this name
    expectTypeOf(new ReconnectingWebSocket(url, null, { retries: 5 })).toEqualTypeOf(socket)
  })
})

describe('an event', () => {
  it('has the fields of its type in addEventListener', () => {
    socket.addEventListener('connecting', (event) => {
      expectTypeOf(event.code).toEqualTypeOf<number | undefined>()
      expectTypeOf(event.wasClean).toEqualTypeOf<boolean | undefined>()
    })
    socket.addEventListener('open', (event) => {
      expectTypeOf(event.isReconnect).toEqualTypeOf<boolean | undefined>()
    })
    socket.addEventListener('message', (event) => {
      expectTypeOf(event).toEqualTypeOf<MessageEvent>()
    })
    socket.addEventListener('close', (event) => {
      expectTypeOf(event).toEqualTypeOf<CloseEvent>()
    })
    socket.addEventListener('error', (event) => {
      expectTypeOf(event.error).toEqualTypeOf<Error | null | undefined>()
    })
  })

  it('has them in objects that listen', () => {
    socket.addEventListener('close', {
      handleEvent(event) {
        expectTypeOf(event).toEqualTypeOf<CloseEvent>()
      },
    })
  })

  it('has them in on… handlers', () => {
    socket.onconnecting = (event) => expectTypeOf(event.code).toEqualTypeOf<number | undefined>()
    socket.onopen = (event) => expectTypeOf(event.isReconnect).toEqualTypeOf<boolean | undefined>()
    socket.onmessage = (event) => expectTypeOf(event).toEqualTypeOf<MessageEvent>()
    socket.onclose = (event) => expectTypeOf(event).toEqualTypeOf<CloseEvent>()
    socket.onerror = ({ error }) => expectTypeOf(error).toEqualTypeOf<Error | null | undefined>()
    socket.onclose = null
  })

  it('may be taken for a plainer one, a message for one of some data', () => {
    socket.onclose = (event: Event) => event.type
    socket.onmessage = (event: MessageEvent<string>) => event.data.length
    socket.addEventListener('message', (event: MessageEvent<string>) => event.data.length)
  })

  it('has no other fields', () => {
    // @ts-expect-error -- a close event has no data
    socket.onclose = ({ data }) => data
    // @ts-expect-error -- an open event has no code
    socket.addEventListener('open', ({ code }) => code)
  })

  it('of another name is an Event', () => {
    socket.addEventListener('news', (event) => expectTypeOf(event).toEqualTypeOf<Event>())
  })

  it('is listed in a map, as those of a WebSocket are', () => {
    expectTypeOf<keyof ReconnectingWebSocketEventMap>().toEqualTypeOf<
      keyof WebSocketEventMap | 'connecting'
    >()
    expectTypeOf<ReconnectingWebSocketEventMap>().toExtend<WebSocketEventMap>()
  })
})

describe('a listener', () => {
  it('has the socket as this', () => {
    socket.addEventListener('open', function () {
      expectTypeOf(this).toEqualTypeOf<ReconnectingWebSocket>()
    })
    socket.onopen = function () {
      expectTypeOf(this).toEqualTypeOf<ReconnectingWebSocket>()
    }
  })

  it('has that of a subclass', () => {
    class Chat extends ReconnectingWebSocket {
      say(text: string): void {
        this.send(text)
      }
    }
    const chat = new Chat(url)

    chat.addEventListener('open', function () {
      this.say('hello')
    })
    expectTypeOf(chat).toExtend<ReconnectingWebSocket>()
    expectTypeOf(chat).toExtend<WebSocket>()
  })

  it('takes the options of the platform', () => {
    const listener = () => {}

    socket.addEventListener('open', listener, { once: true, signal: AbortSignal.abort() })
    socket.removeEventListener('open', listener, true)
  })
})
