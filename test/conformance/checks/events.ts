// WebSockets, "feedback from the protocol" and section 5 (CloseEvent); DOM, section 2 (events);
// HTML, section 9.1 (MessageEvent).
import { check, group, type Plain, type Subject } from '../support/check.ts'
import { ask, next, nextClose, nextMessage, record } from '../support/observe.ts'

/** One event of each type. */
async function eventsOf({ WebSocket, peer }: Subject): Promise<Record<string, Event>> {
  const socket = new WebSocket(peer.fresh('garbage'))
  const message = new WebSocket(peer.url('greet'))
  const [opening, greeting] = await Promise.all([next(socket, 'open'), nextMessage(message)])
  socket.send('please')
  const [error, close] = await Promise.all([next(socket, 'error'), nextClose(socket)])
  return { open: opening, message: greeting, error, close }
}

const ofEach = (events: Record<string, Event>, value: (event: Event) => Plain): Plain =>
  Object.fromEntries(Object.entries(events).map(([type, event]) => [type, value(event)]))

const each = (value: Plain): Plain => ({ open: value, message: value, error: value, close: value })

const CLASSES = ['MessageEvent', 'CloseEvent', 'Event'] as const

/** The first of the runtime's classes that it is an instance of. */
function classOf(event: Event): string {
  const own = CLASSES.find((name) => globalThis[name] && event instanceof globalThis[name])
  // Some runtimes have the events, but not the class.
  return own === 'Event' && 'wasClean' in event ? 'CloseEvent' : (own ?? 'none')
}

export const events = group('events', [
  check(
    'are of their classes',
    { open: 'Event', message: 'MessageEvent', error: 'Event', close: 'CloseEvent' },
    async (subject) => ofEach(await eventsOf(subject), classOf),
  ),
  check(
    'are named by their types',
    { open: 'open', message: 'message', error: 'error', close: 'close' },
    async (subject) => ofEach(await eventsOf(subject), ({ type }) => type),
  ),
  check('name the class itself as their constructor', true, async (subject) => {
    return (await eventsOf(subject)).message?.constructor === MessageEvent
  }),
  check('do not bubble', each(false), async (subject) =>
    ofEach(await eventsOf(subject), ({ bubbles }) => bubbles),
  ),
  check('can not be cancelled', each(false), async (subject) =>
    ofEach(await eventsOf(subject), (event) => {
      event.preventDefault()
      return event.cancelable || event.defaultPrevented
    }),
  ),
  check('stay within their tree', each(false), async (subject) =>
    ofEach(await eventsOf(subject), ({ composed }) => composed),
  ),
  check('are trusted', each(true), async (subject) =>
    ofEach(await eventsOf(subject), ({ isTrusted }) => isTrusted),
  ),
  check('have a time', each(true), async (subject) =>
    ofEach(await eventsOf(subject), ({ timeStamp }) => timeStamp > 0),
  ),
  check('are at the socket', [true, true, true, 2, 1, true], async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    const at = new Promise<Plain>((resolve) => {
      socket.onopen = (event) => {
        const { target, currentTarget, srcElement, eventPhase } = event
        const path = event.composedPath()
        const targets = [target, currentTarget, srcElement].map((one) => one === socket)
        resolve([...targets, eventPhase, path.length, path[0] === (socket as unknown)])
      }
    })

    return at
  }),
  check('leave the socket when they have been emitted', [true, true, 0], async ({ open }) => {
    const socket = await open()
    socket.send('text')
    const event = await nextMessage(socket)
    await ask(socket, 'later')

    return [event.target === (socket as unknown), event.currentTarget === null, event.eventPhase]
  }),
  check('are the same to all listeners', true, async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    const seen: Event[] = []
    socket.onopen = (event) => seen.push(event)
    socket.addEventListener('open', (event) => seen.push(event))
    await next(socket, 'open')

    return seen.length === 2 && seen[0] === seen[1]
  }),
  check(
    'are emitted in order',
    ['open', 'message', 'message', 'message', 'close'],
    async ({ WebSocket, peer }) => {
      const socket = new WebSocket(peer.url('burst'))
      const log = record(socket)
      let count = 0
      socket.onopen = () => socket.send('please')
      socket.onmessage = () => {
        if (++count === 3) socket.close()
      }
      await nextClose(socket)

      return log
    },
  ),
  check('are emitted one at a time', [], async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url('burst'))
    const nested: string[] = []
    let running: string | undefined
    for (const type of ['open', 'message', 'close']) {
      socket.addEventListener(type, () => {
        if (running) nested.push(`${type} in ${running}`)
        running = type
        if (type === 'open') socket.send('please')
        if (type === 'message') socket.close()
        running = undefined
      })
    }
    await nextClose(socket)

    return nested
  }),
  check(
    'let promise reactions run between listeners',
    ['first', 'reaction', 'second'],
    async ({ open }) => {
      const socket = await open()
      const order: string[] = []
      socket.addEventListener('message', () => {
        order.push('first')
        void Promise.resolve().then(() => order.push('reaction'))
      })
      socket.addEventListener('message', () => order.push('second'))
      await ask(socket, 'text')

      return order
    },
  ),
  check(
    'let promise reactions run between error and close',
    ['error', 'reaction', 'close'],
    async (subject) => {
      const socket = new subject.WebSocket(subject.peer.fresh('status?code=404'))
      const order = record(socket)
      socket.onerror = () => void Promise.resolve().then(() => order.push('reaction'))
      await nextClose(socket)

      return order
    },
  ),
  check(
    'let promise reactions run between messages',
    ['one', 'reaction', 'two', 'reaction'],
    async ({ open }) => {
      const socket = await open('burst')
      const order: string[] = []
      socket.onmessage = ({ data }) => {
        order.push(data as string)
        void Promise.resolve().then(() => order.push('reaction'))
      }
      const third = new Promise((resolve) => {
        socket.addEventListener('message', ({ data }) => data === 'three' && resolve(data))
      })
      socket.send('please')
      await third

      return order.slice(0, 4)
    },
    // In Node it depends on whether they come in one piece.
    'page',
  ),
])

export const messageEvents = group('message event', [
  check('has the data', 'hello', async ({ WebSocket, peer }) => {
    return (await nextMessage(new WebSocket(peer.url('greet')))).data as string
  }),
  check(
    'comes after the opening it follows at once',
    ['open', 'message'],
    async ({ WebSocket, peer }) => {
      const socket = new WebSocket(peer.url('greet'))
      const log = record(socket)
      await nextMessage(socket)

      return log
    },
  ),
  check('is heard by who listens when the opening is emitted', 'hello', ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url('greet'))

    return new Promise((resolve) => {
      socket.onopen = () => {
        socket.onmessage = ({ data }) => resolve(data as string)
      }
    })
  }),
  check('has the origin of the url', true, async ({ WebSocket, peer }) => {
    const { origin } = await nextMessage(new WebSocket(peer.url('greet?a=1')))

    return origin === `ws://${peer.host}`
  }),
  check('has the origin without user and password', true, async ({ WebSocket, peer }) => {
    const url = peer.url('greet').replace('//', '//user:secret@')
    const { origin } = await nextMessage(new WebSocket(url))

    return origin === `ws://${peer.host}`
  }),
  check('has no id, source and ports', ['', null, 0], async ({ open }) => {
    const socket = await open()
    socket.send('text')
    const { lastEventId, source, ports } = await nextMessage(socket)

    return [lastEventId, source as null, ports.length]
  }),
  check('is told while the socket is open', 1, async ({ WebSocket, peer }) => {
    const { target } = await nextMessage(new WebSocket(peer.url('greet')))

    return (target as WebSocket).readyState
  }),
  check('has data that can not be assigned', 'hello', async ({ WebSocket, peer }) => {
    const event = await nextMessage(new WebSocket(peer.url('greet')))
    Reflect.set(event, 'data', 'other')

    return event.data as string
  }),
])

export const closeEvents = group('close event', [
  check('has its attributes in the prototype, and not its own', [true, false], async ({ open }) => {
    const socket = await open()
    socket.close()
    const event = await nextClose(socket)
    const names = ['code', 'reason', 'wasClean']

    return [names.every((name) => name in event), names.some((name) => Object.hasOwn(event, name))]
  }),
  check('has attributes that can not be assigned', [1005, '', true], async ({ open }) => {
    const socket = await open()
    socket.close()
    const event = await nextClose(socket)
    for (const name of ['code', 'reason', 'wasClean']) Reflect.set(event, name, 'other')

    return [event.code, event.reason, event.wasClean]
  }),
])
