// HTML, section 8.1.8.1 (event handlers); WebSockets, section 3.1 (their names).
import { check, group } from '../support/check.ts'
import { ask, ON_PURPOSE, next, nextClose, timesReported } from '../support/observe.ts'

const HANDLERS = ['onopen', 'onmessage', 'onerror', 'onclose'] as const

export const handlers = group('event handlers', [
  check('are null at first', [null, null, null, null], ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())

    return HANDLERS.map((name) => socket[name] as null)
  }),
  check('are what they were set to', [true, true, true, true], ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    const handler = () => {}

    return HANDLERS.map((name) => Object.assign(socket, { [name]: handler })[name] === handler)
  }),
  ...[null, undefined, 5, 'text', true, Symbol('handler')].map((value) =>
    check(`are null when set to ${String(value)}`, [true, true, true, true], (subject) => {
      const socket = new subject.WebSocket(subject.peer.url())

      return HANDLERS.map((name) => {
        Object.assign(socket, { [name]: () => {} })
        Object.assign(socket, { [name]: value })
        return socket[name] === null
      })
    }),
  ),
  check('may be an object, which is not called', [true, []], async ({ open }) => {
    const socket = await open()
    const calls: string[] = []
    const object = { handleEvent: () => calls.push('handleEvent') }
    socket.onmessage = object as unknown as WebSocket['onmessage']
    await ask(socket, 'text')

    return [socket.onmessage === (object as unknown), calls]
  }),
  check('belong to one socket', null, ({ WebSocket, peer }) => {
    const [socket, other] = [new WebSocket(peer.url()), new WebSocket(peer.url())]
    socket.onopen = () => {}

    return other.onopen as null
  }),
  check(
    'are called with the socket as this, and the event',
    [true, 'message', 1],
    async ({ open }) => {
      const socket = await open()
      const called = new Promise<[boolean, string, number]>((resolve) => {
        socket.onmessage = function (this: unknown, ...args: Event[]) {
          resolve([this === socket, args[0]!.type, args.length])
        }
      })
      socket.send('text')

      return called
    },
  ),
  check(
    'are called for each type',
    ['open', 'message', 'close', 'error'],
    async ({ WebSocket, peer }) => {
      const log: string[] = []
      const note = ({ type }: Event) => void log.push(type)
      const socket = new WebSocket(peer.url())
      socket.onopen = socket.onmessage = socket.onclose = note
      await next(socket, 'open')
      await ask(socket, 'text')
      socket.close()
      await nextClose(socket)

      const failing = new WebSocket(peer.fresh('status?code=404'))
      failing.onerror = note
      await nextClose(failing)

      return log
    },
  ),
  check('have their place among the listeners', ['one', 'handler', 'two'], async ({ open }) => {
    const socket = await open()
    const order: string[] = []
    socket.addEventListener('message', () => order.push('one'))
    socket.onmessage = () => order.push('handler')
    socket.addEventListener('message', () => order.push('two'))
    await ask(socket, 'text')

    return order
  }),
  check('keep their place when another replaces them', ['second', 'listener'], async ({ open }) => {
    const socket = await open()
    const order: string[] = []
    socket.onmessage = () => order.push('first')
    socket.addEventListener('message', () => order.push('listener'))
    socket.onmessage = () => order.push('second')
    await ask(socket, 'text')

    return order
  }),
  check('keep their place as an object between', ['second', 'listener'], async ({ open }) => {
    const socket = await open()
    const order: string[] = []
    socket.onmessage = () => order.push('first')
    socket.addEventListener('message', () => order.push('listener'))
    socket.onmessage = {} as unknown as WebSocket['onmessage']
    socket.onmessage = () => order.push('second')
    await ask(socket, 'text')

    return order
  }),
  check('lose their place when set to null', ['listener', 'second'], async ({ open }) => {
    const socket = await open()
    const order: string[] = []
    socket.onmessage = () => order.push('first')
    socket.addEventListener('message', () => order.push('listener'))
    socket.onmessage = null
    socket.onmessage = () => order.push('second')
    await ask(socket, 'text')

    return order
  }),
  check(
    'may be replaced while the event is emitted',
    ['replacing', 'replaced'],
    async ({ open }) => {
      const socket = await open()
      const order: string[] = []
      socket.addEventListener('message', () => {
        order.push('replacing')
        socket.onmessage = () => order.push('replaced')
      })
      socket.onmessage = () => order.push('first')
      await ask(socket, 'text')

      return order
    },
  ),
  check('may be removed while the event is emitted', ['removing'], async ({ open }) => {
    const socket = await open()
    const order: string[] = []
    socket.addEventListener('message', () => {
      order.push('removing')
      socket.onmessage = null
    })
    socket.onmessage = () => order.push('handler')
    await ask(socket, 'text')

    return order
  }),
  check('are not called twice as they are listeners too', 2, async ({ open }) => {
    const socket = await open()
    let count = 0
    const listener = () => void count++
    socket.onmessage = listener
    socket.addEventListener('message', listener)
    await ask(socket, 'text')

    return count
  }),
  check('are not removed as listeners', 1, async ({ open }) => {
    const socket = await open()
    let count = 0
    const listener = () => void count++
    socket.onmessage = listener
    socket.removeEventListener('message', listener)
    await ask(socket, 'text')

    return count
  }),
  check('cancel nothing by what they return', false, async ({ open }) => {
    const socket = await open()
    socket.onmessage = () => false
    socket.send('text')

    return (await next(socket, 'message')).defaultPrevented
  }),
  check('report what they throw, and change nothing', [1, 'later'], async ({ open }) => {
    const socket = await open()
    const error = new Error(ON_PURPOSE)
    let answer = ''
    const times = await timesReported(error, async () => {
      socket.onmessage = () => {
        socket.onmessage = null
        throw error
      }
      await ask(socket, 'text')
      answer = await ask(socket, 'later')
    })

    return [times, answer]
  }),
  check('hear what is dispatched by hand', 'message', ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    let heard = ''
    socket.onmessage = ({ type }) => (heard = type)
    socket.dispatchEvent(new Event('message'))

    return heard
  }),
])
