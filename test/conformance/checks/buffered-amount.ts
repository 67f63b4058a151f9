// WebSockets, section 3.1, bufferedAmount and send().
import { check, group, type Socket } from '../support/check.ts'
import { ask, nextClose } from '../support/observe.ts'

const DATA: [name: string, data: unknown, size: number][] = [
  ['text', 'hello', 5],
  ['the UTF-8 bytes of text', 'ä€😀', 9],
  ['lone surrogates as what replaces them', '\ud800', 3],
  ['converted text', null, 4],
  ['an ArrayBuffer', new ArrayBuffer(7), 7],
  ['a view', new Uint8Array(6), 6],
  ['a Blob', new Blob(['four']), 4],
  ['nothing for empty text', '', 0],
]

/** What a call of `send()` adds. */
function growth(socket: Socket, data: unknown): number {
  const before = socket.bufferedAmount
  socket.send(data)
  return socket.bufferedAmount - before
}

export const bufferedAmount = group('bufferedAmount', [
  check('is 0 at first', [0, 0], async ({ WebSocket, peer, open }) => {
    return [new WebSocket(peer.url()).bufferedAmount, (await open()).bufferedAmount]
  }),
  ...DATA.map(([name, data, size]) =>
    check(`grows at once: ${name}`, size, async ({ open }) => growth(await open(), data)),
  ),
  check('sums up within a task', 15, async ({ open }) => {
    const socket = await open()
    socket.send('hello')
    socket.send(new ArrayBuffer(10))

    return socket.bufferedAmount
  }),
  check('is 0 again when all has been sent', 0, async ({ open }) => {
    const socket = await open()
    socket.send('hello')
    // As many round trips as the runtime needs to learn of it.
    for (let trip = 0; trip < 50 && socket.bufferedAmount > 0; trip++) await ask(socket, '')

    return socket.bufferedAmount
  }),
  ...DATA.map(([name, data, size]) =>
    check(`grows while it is closing: ${name}`, size, async ({ open }) => {
      const socket = await open()
      socket.close()

      return growth(socket, data)
    }),
  ),
  ...DATA.map(([name, data, size]) =>
    check(`grows when it has closed: ${name}`, size, async ({ open }) => {
      const socket = await open()
      socket.close()
      await nextClose(socket)

      return growth(socket, data)
    }),
  ),
  check('grows when the connection never opened', 5, async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.fresh('status?code=404'))
    await nextClose(socket)

    return growth(socket, 'hello')
  }),
  check('grows when the other side has closed', 5, async ({ open }) => {
    const socket = await open('close')
    socket.send('please')
    await nextClose(socket)

    return growth(socket, 'hello')
  }),
  check('is not taken back at the close', [5, 5, 10], async ({ open }) => {
    const socket = await open()
    socket.close()
    socket.send('hello')
    const closing = socket.bufferedAmount
    const closed = (await nextClose(socket)).target as WebSocket
    const amounts = [closing, closed.bufferedAmount]
    socket.send('world')

    return [...amounts, socket.bufferedAmount]
  }),
])
