// ECMAScript, section 15.7 (classes); Web IDL, section 3.7.1 (interface objects).
import { check, group, type Socket, type SocketClass } from '../support/check.ts'
import { ask, next, nextClose } from '../support/observe.ts'

export const subclasses = group('subclass', [
  check('is one, in instance and statics', [true, true, 3], ({ WebSocket, peer }) => {
    const { Chat } = subclass(WebSocket)
    const chat = new Chat(peer.url())

    return [
      chat instanceof Chat,
      chat instanceof WebSocket,
      (Chat as unknown as { CLOSED: number }).CLOSED,
    ]
  }),
  check(
    'has members of its own, and hides others',
    ['lobby', 'hidden', 0],
    ({ WebSocket, peer }) => {
      const { Chat } = subclass(WebSocket)
      const chat = new Chat(peer.url())

      return [chat.room, chat.url, chat.readyState]
    },
  ),
  check('may replace an operation, and call it', 'to all: hello', async ({ WebSocket, peer }) => {
    const { Chat } = subclass(WebSocket)
    const chat = new Chat(peer.url())
    chat.onopen = () => chat.send('hello')

    return new Promise((resolve) => {
      chat.onmessage = ({ data }) => resolve(data as string)
    })
  }),
  check('may have a member that the interface has not', 'text', async ({ WebSocket, peer }) => {
    class Door extends WebSocket {
      open(): never {
        throw new Error('Only its user opens it')
      }
    }
    const door = new Door(peer.url())
    await next(door, 'open')

    return (await ask(door, 'text')) as string
  }),
  check('may hear its own close', 'closed', async ({ WebSocket, peer }) => {
    const { Chat } = subclass(WebSocket)
    const chat = new Chat(peer.url())
    chat.close()
    await nextClose(chat)

    return chat.room
  }),
])

function subclass(WebSocket: SocketClass): {
  Chat: new (url: string) => Socket & { room: string }
} {
  class Chat extends WebSocket {
    room = 'lobby'

    constructor(url: string) {
      super(url)
      this.addEventListener('close', () => {
        this.room = 'closed'
      })
    }

    override get url(): string {
      return 'hidden'
    }

    override send(text: string): void {
      super.send(`to all: ${text}`)
    }
  }
  return { Chat }
}
