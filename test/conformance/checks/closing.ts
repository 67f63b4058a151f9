// WebSockets, section 3.1, close(), and "feedback from the protocol"; RFC 6455, section 7.1.
import { check, group } from '../support/check.ts'
import {
  ABNORMAL,
  ask,
  closeOf,
  next,
  nextClose,
  record,
  recordUntilClose,
} from '../support/observe.ts'

export const closingOpen = group('close() of an open socket', [
  check('is CLOSING at once, and CLOSED when that is emitted', [2, 3], async ({ open }) => {
    const socket = await open()
    socket.close()
    const { readyState } = socket
    await nextClose(socket)

    return [readyState, socket.readyState]
  }),
  check('emits a close event and nothing else', ['close'], async ({ open }) => {
    const socket = await open()
    socket.close(1000)

    return recordUntilClose(socket)
  }),
  check(
    'is emitted after it has returned',
    ['returned', 'promise reactions', 'close'],
    async ({ open }) => {
      const socket = await open()
      const order: string[] = []
      socket.addEventListener('close', () => order.push('close'))
      socket.close()
      order.push('returned')
      void Promise.resolve().then(() => order.push('promise reactions'))
      await nextClose(socket)

      return order
    },
  ),
  check('counts once', { code: 3001, reason: 'first', wasClean: true }, async ({ open }) => {
    const socket = await open()
    socket.close(3001, 'first')
    socket.close(3002, 'second')

    return closeOf(socket)
  }),
  check('emits one close event, however often it is called', ['close'], async ({ open }) => {
    const socket = await open()
    const log = record(socket)
    socket.close()
    socket.close()
    await nextClose(socket)
    socket.close()
    await ask(await open(), 'later')

    return log
  }),
  check('does nothing when it has closed', 3, async ({ open }) => {
    const socket = await open()
    socket.close()
    await nextClose(socket)
    socket.close()

    return socket.readyState
  }),
  ...Object.entries<[args: unknown[], expected: string]>({
    'no code': [[], '1005'],
    'its code': [[1000], '1000'],
    'its code and reason': [[4321, 'grüß dich'], '4321 grüß dich'],
  }).map(([name, [args, expected]]) =>
    check(`sends ${name}`, expected, async ({ open }) => {
      const id = crypto.randomUUID()
      const socket = await open(`closing?id=${id}`)
      socket.close(...args)

      return (await ask(await open(`closed?id=${id}`), '')) as string
    }),
  ),
  check('hears no message from then on', ['close'], async ({ open }) => {
    const socket = await open('burst')
    socket.send('please')
    socket.close()

    return recordUntilClose(socket)
  }),
  check('may be called when the opening is emitted', ['open', 'close'], ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url('greet'))
    socket.onopen = () => socket.close()

    return recordUntilClose(socket)
  }),
  check('may be called when a message is emitted', ['open', 'message', 'close'], (subject) => {
    const socket = new subject.WebSocket(subject.peer.url('burst'))
    socket.onopen = () => socket.send('please')
    socket.onmessage = () => socket.close()

    return recordUntilClose(socket)
  }),
  check('may be called when the close is emitted', ['close'], async ({ open }) => {
    const socket = await open()
    socket.onclose = () => socket.close()
    const log = record(socket)
    socket.close()
    await nextClose(socket)
    await ask(await open(), 'later')

    return log
  }),
  check('leaves other sockets alone', 'text', async ({ open }) => {
    const [socket, other] = await Promise.all([open(), open()])
    socket.close()
    await nextClose(socket)

    return (await ask(other, 'text')) as string
  }),
])

export const closingEarly = group('close() before the opening', [
  check(
    'is CLOSING at once, and CLOSED when that is emitted',
    [2, 3],
    async ({ WebSocket, peer }) => {
      const socket = new WebSocket(peer.url())
      socket.close()
      const { readyState } = socket
      await nextClose(socket)

      return [readyState, socket.readyState]
    },
  ),
  check(
    'emits an error and a close, and no open event',
    ['error', 'close'],
    ({ WebSocket, peer }) => {
      const socket = new WebSocket(peer.url())
      socket.close()

      return recordUntilClose(socket)
    },
  ),
  check('is an abnormal end', ABNORMAL, ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    socket.close(3000, 'never mind')

    return closeOf(socket)
  }),
  check(
    'is emitted after it has returned',
    ['returned', 'promise reactions', 'error', 'close'],
    async ({ WebSocket, peer }) => {
      const socket = new WebSocket(peer.url())
      const order = record(socket)
      socket.close()
      order.push('returned')
      void Promise.resolve().then(() => order.push('promise reactions'))
      await nextClose(socket)

      return order
    },
  ),
  check('is CLOSED when the error is emitted', 3, async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    socket.close()
    const { target } = await next(socket, 'error')

    return (target as WebSocket).readyState
  }),
  check('is emitted once', ['error', 'close'], async ({ WebSocket, peer, open }) => {
    const socket = new WebSocket(peer.url())
    const log = record(socket)
    socket.close()
    socket.close()
    await nextClose(socket)
    await ask(await open(), 'later')

    return log
  }),
  check('keeps another from nothing', 'text', async ({ WebSocket, peer, open }) => {
    new WebSocket(peer.url()).close()

    return (await ask(await open(), 'text')) as string
  }),
  check('may be followed by a new socket', ['close', 'open'], async ({ WebSocket, peer }) => {
    const log: string[] = []
    const first = new WebSocket(peer.url())
    first.close()
    const second = await new Promise<EventTarget>((resolve) => {
      first.onclose = () => {
        log.push('close')
        resolve(new WebSocket(peer.url()))
      }
    })
    await next(second, 'open')

    return [...log, 'open']
  }),
])
