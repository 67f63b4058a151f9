// WebSockets, section 3.1, binaryType, and section 3.2; Web IDL, section 3.2 (enumerations).
import { check, group, type Socket } from '../support/check.ts'
import { ask, nextClose, nextMessage, show, thrown } from '../support/observe.ts'

const BYTES = Uint8Array.of(1, 2)

export const binaryType = group('binaryType', [
  check('is blob at first', ['blob', 'blob'], async ({ WebSocket, peer, open }) => {
    return [new WebSocket(peer.url()).binaryType, (await open()).binaryType] as string[]
  }),
  ...['connecting', 'open', 'closing', 'closed'].map((state) =>
    check(`can be set while ${state}`, ['arraybuffer', 'blob'], async (subject) => {
      const { WebSocket, peer, open } = subject
      const socket = state === 'connecting' ? new WebSocket(peer.url()) : await open()
      if (state.startsWith('clos')) socket.close()
      if (state === 'closed') await nextClose(socket)

      return [reads(socket, 'arraybuffer'), reads(socket, 'blob')]
    }),
  ),
  ...['', 'text', 'Blob', 'arraybuffer ', null, undefined, 1].map((value) =>
    check(`stays what it is: ${JSON.stringify(value)}`, 'arraybuffer', async ({ open }) => {
      const socket = await open()
      socket.binaryType = 'arraybuffer'

      return reads(socket, value)
    }),
  ),
  check('is converted to a string', 'arraybuffer', async ({ open }) => {
    return reads(await open(), { toString: () => 'arraybuffer' })
  }),
  check('is no symbol', 'TypeError', async ({ open }) => {
    const socket = await open()

    return thrown(() => reads(socket, Symbol('blob')))
  }),
  check('blob: bytes come as a Blob without a type', ['Blob: 1 2', ''], async ({ open }) => {
    const data: Blob = await ask(await open(), BYTES)

    return [await show(data), data.type]
  }),
  check('arraybuffer: bytes come as an ArrayBuffer', 'ArrayBuffer: 1 2', async ({ open }) => {
    const socket = await open()
    socket.binaryType = 'arraybuffer'

    return show(await ask(socket, BYTES))
  }),
  check('holds if set before the opening', 'ArrayBuffer: 1 2', async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => socket.send(BYTES))

    return show((await nextMessage(socket)).data)
  }),
  check(
    'holds if set when the opening is emitted',
    'ArrayBuffer: 1 2',
    async ({ WebSocket, peer }) => {
      const socket = new WebSocket(peer.url())
      socket.addEventListener('open', () => {
        socket.binaryType = 'arraybuffer'
        socket.send(BYTES)
      })

      return show((await nextMessage(socket)).data)
    },
  ),
  check(
    'can change between messages',
    ['ArrayBuffer: 1 2', 'Blob: 1 2', 'ArrayBuffer: 1 2'],
    async ({ open }) => {
      const socket = await open()
      const shown: string[] = []
      for (const type of ['arraybuffer', 'blob', 'arraybuffer']) {
        socket.binaryType = type
        shown.push(await show(await ask(socket, BYTES)))
      }

      return shown
    },
  ),
  check('leaves text alone', 'text: hello', async ({ open }) => {
    const socket = await open()
    socket.binaryType = 'arraybuffer'

    return show(await ask(socket, 'hello'))
  }),
])

function reads(socket: Socket, value: unknown): string {
  socket.binaryType = value
  return socket.binaryType
}
