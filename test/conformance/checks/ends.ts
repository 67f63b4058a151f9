// WebSockets, "feedback from the protocol"; RFC 6455, sections 4.1 (handshake) and 7.1.7 (failing).
import { check, group, type Plain, type Subject } from '../support/check.ts'
import {
  ABNORMAL,
  ask,
  closeOf,
  next,
  nextClose,
  nextMessage,
  plainClose,
  record,
  recordUntilClose,
  show,
} from '../support/observe.ts'

const FAILED: Plain = { log: ['error', 'close'], end: ABNORMAL }

/** How an attempt fails. */
async function failure({ WebSocket }: Subject, url: string): Promise<Plain> {
  const socket = new WebSocket(url)
  const log = record(socket)
  const end = plainClose(await nextClose(socket))
  return { log, end }
}

/** How an open connection breaks down. */
async function breakdown({ WebSocket, peer }: Subject, path: string): Promise<Plain> {
  const socket = new WebSocket(peer.fresh(path))
  await next(socket, 'open')
  const log = record(socket)
  socket.send('please')
  const end = plainClose(await nextClose(socket))
  return { log, end }
}

export const serverCloses = group('close by the server', [
  ...Object.entries({
    'code=1000': { code: 1000, reason: '' },
    'code=1001&reason=going': { code: 1001, reason: 'going' },
    'code=1011': { code: 1011, reason: '' },
    'code=3000&reason=own': { code: 3000, reason: 'own' },
    'code=4999&reason=gr%C3%BC%C3%9Fe': { code: 4999, reason: 'grüße' },
    'no=code': { code: 1005, reason: '' },
  }).map(([query, expected]) =>
    check(`reports how: ${query}`, { ...expected, wasClean: true }, async ({ open }) => {
      const socket = await open(`close?${query}`)
      socket.send('please')

      return closeOf(socket)
    }),
  ),
  check('emits no error', ['close'], async ({ open }) => {
    const socket = await open('close?code=4000')
    socket.send('please')

    return recordUntilClose(socket)
  }),
  check('is CLOSED when that is emitted', 3, async ({ open }) => {
    const socket = await open('close?code=4000')
    socket.send('please')
    const { target } = await nextClose(socket)

    return (target as WebSocket).readyState
  }),
  check(
    'may come right after the opening',
    { log: ['open', 'close'], code: 4000, reason: 'not you', wasClean: true },
    async ({ WebSocket, peer }) => {
      const socket = new WebSocket(peer.url('closeAtOnce'))
      const log = record(socket)
      const end = plainClose(await nextClose(socket)) as object

      return { log, ...end }
    },
  ),
  check('ends it for good', ['open', 'close'], async ({ WebSocket, peer, open }) => {
    const socket = new WebSocket(peer.url('closeAtOnce'))
    const log = record(socket)
    await nextClose(socket)
    await ask(await open(), 'later')

    return log
  }),
  check('may be followed by a new socket', 'text', async ({ open }) => {
    const socket = await open('close')
    socket.send('please')
    const answer = new Promise((resolve) => {
      socket.onclose = async () => resolve(await ask(await open(), 'text'))
    })

    return (await answer) as string
  }),
])

export const attemptFails = group('an attempt that fails', [
  check('at a port where nothing listens', FAILED, (subject) => {
    return failure(subject, subject.peer.refused)
  }),
  ...Object.entries({
    'at a server that knows no such page': 'status?code=404',
    'at a server that wants a login': 'status?code=401',
    'at a server that answers with a page': 'status?code=200',
    'at a server that redirects': 'status?code=302',
    'at a server that answers with another key': 'wrongKey',
    'at a server that speaks no HTTP': 'nonsense',
    'at a server that hangs up': 'drop',
  }).map(([name, path]) =>
    check(name, FAILED, (subject) => failure(subject, subject.peer.fresh(path))),
  ),
  check('leaves the attributes as they were', ['', '', 0, 3], async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.fresh('status?code=404'), 'chat')
    await nextClose(socket)

    return [socket.protocol, socket.extensions, socket.bufferedAmount, socket.readyState]
  }),
  check('is CLOSED when the error is emitted', 3, async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.fresh('status?code=404'))
    const { target } = await next(socket, 'error')

    return (target as WebSocket).readyState
  }),
  check(
    'is emitted after the constructor has returned',
    ['returned', 'error', 'close'],
    async (subject) => {
      const socket = new subject.WebSocket(subject.peer.fresh('drop'))
      const log = record(socket)
      log.push('returned')
      await nextClose(socket)

      return log
    },
  ),
  check(
    'leaves nothing to close when the error is emitted',
    ['error', 'close'],
    async (subject) => {
      const socket = new subject.WebSocket(subject.peer.fresh('drop'))
      const log = record(socket)
      socket.onerror = () => socket.close()
      await nextClose(socket)
      await ask(await subject.open(), 'later')

      return log
    },
  ),
  check('is the end of it', ['error', 'close'], async ({ WebSocket, peer, open }) => {
    const socket = new WebSocket(peer.fresh('status?code=404'))
    const log = record(socket)
    await nextClose(socket)
    await ask(await open(), 'later')

    return log
  }),
])

export const connectionFails = group('a connection that fails', [
  check('as the other side is gone', FAILED, (subject) => breakdown(subject, 'vanish')),
  check('as text is no UTF-8', FAILED, (subject) => breakdown(subject, 'garbage')),
  check('is CLOSED when the error is emitted', 3, async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.fresh('garbage'))
    socket.onopen = () => socket.send('please')
    const { target } = await next(socket, 'error')

    return (target as WebSocket).readyState
  }),
  check('keeps its url and protocol', [true, 'chat'], async ({ WebSocket, peer }) => {
    const url = peer.fresh('vanish')
    const socket = new WebSocket(url, 'chat')
    socket.onopen = () => socket.send('please')
    await nextClose(socket)

    return [socket.url === url, socket.protocol]
  }),
])

export const frames = group('frames', [
  check(
    'that are pings are answered, and not emitted',
    'text: pong: are you there?',
    async ({ open }) => {
      return show(await ask(await open('ping'), 'please'))
    },
  ),
  check('that are parts make one message', 'text: in three frames', async ({ open }) => {
    return show(await ask(await open('fragments'), 'please'))
  }),
  check('that are compressed are emitted as they were', true, async ({ WebSocket, peer }) => {
    const { data } = await nextMessage(new WebSocket(peer.url('deflate')))

    return data === '' || data === 'permessage-deflate'
  }),
])
