// WebSockets, section 3.1, send(); Web IDL, section 3.2 (unions, USVString, buffer sources).
import { check, group, type Plain } from '../support/check.ts'
import { ask, messages, nextClose, show, thrown } from '../support/observe.ts'

const named = (name: string) => ({ toString: () => name })
const BYTES = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)

/** Buffers that a WebSocket doesn't take; made late, as not every runtime has them. */
function sharedBuffer(): SharedArrayBuffer {
  return new SharedArrayBuffer(8)
}

function resizableBuffer(): ArrayBuffer {
  const Buffer = ArrayBuffer as new (size: number, options: object) => ArrayBuffer
  return new Buffer(8, { maxByteLength: 16 })
}

export const sendText = group('send() of text', [
  ...Object.entries<[data: unknown, expected: string]>({
    'a string': ['hello', 'hello'],
    'an empty string': ['', ''],
    'other scripts': ['日本語 😀', '日本語 😀'],
    'a zero byte': ['a\0b', 'a\0b'],
    'a byte order mark': ['\ufeffhello', '\ufeffhello'],
    'lone surrogates, replaced': ['a\ud800b\udc00', 'a\ufffdb\ufffd'],
    'a number': [4.5, '4.5'],
    'no number': [Number.NaN, 'NaN'],
    'a big integer': [10n, '10'],
    'a boolean': [false, 'false'],
    null: [null, 'null'],
    undefined: [undefined, 'undefined'],
    'an object': [{}, '[object Object]'],
    'an object that has a name': [named('me'), 'me'],
    'an array': [[1, [2, 3]], '1,2,3'],
    'a String object': [Object('hello'), 'hello'],
    'an object that looks like a Blob': [
      { size: 1, type: '', arrayBuffer: () => Promise.resolve(new ArrayBuffer(1)) },
      '[object Object]',
    ],
    'a function': [Object.assign(() => {}, named('call')), 'call'],
  }).map(([name, [data, expected]]) =>
    check(name, `text: ${expected}`, async ({ open }) => show(await ask(await open(), data))),
  ),
  check('a long string', 200_000, async ({ open }) => {
    return (await ask(await open(), 'x'.repeat(200_000))).length
  }),
  check('shared memory, as an object', 'text: [object SharedArrayBuffer]', async ({ open }) => {
    return show(await ask(await open(), sharedBuffer()))
  }),
  check('the first argument only', 'text: one', async ({ open }) => {
    return show(await ask(await open(), 'one', 'two'))
  }),
])

export const sendBinary = group('send() of bytes', [
  ...Object.entries<[data: () => unknown, expected: string]>({
    'an ArrayBuffer': [() => BYTES.slice().buffer, '1 2 3 4 5 6 7 8'],
    'an empty ArrayBuffer': [() => new ArrayBuffer(0), ''],
    'a typed array': [() => BYTES, '1 2 3 4 5 6 7 8'],
    'a part of a buffer': [() => BYTES.subarray(2, 4), '3 4'],
    'wider elements': [() => Uint16Array.of(1, 256), '1 0 0 1'],
    'floating point numbers': [() => Float64Array.of(0), '0 0 0 0 0 0 0 0'],
    'a DataView': [() => new DataView(BYTES.buffer, 5, 2), '6 7'],
    'an empty view': [() => new Uint8Array(0), ''],
    'a Blob': [() => new Blob([BYTES.subarray(0, 2), 'a']), '1 2 97'],
    'an empty Blob': [() => new Blob([]), ''],
    'a part of a Blob': [() => new Blob([BYTES]).slice(6), '7 8'],
  }).map(([name, [data, expected]]) =>
    check(name, `ArrayBuffer: ${expected}`.trim(), async ({ open }) => {
      const socket = await open()
      socket.binaryType = 'arraybuffer'

      return (await show(await ask(socket, data()))).trim()
    }),
  ),
  check('much of it', 300_000, async ({ open }) => {
    const socket = await open()
    socket.binaryType = 'arraybuffer'

    return (await ask(socket, new Uint8Array(300_000))).byteLength
  }),
  check('as it was at the call', 'ArrayBuffer: 1 2', async ({ open }) => {
    const socket = await open()
    socket.binaryType = 'arraybuffer'
    const bytes = Uint8Array.of(1, 2)
    const answer = ask(socket, bytes)
    bytes.fill(9)

    return show(await answer)
  }),
  check('in its place among the others', ['Blob: 1', 'text: after'], async ({ open }) => {
    const socket = await open()
    const answers = messages(socket, 2)
    socket.send(new Blob([Uint8Array.of(1)]))
    socket.send('after')

    return Promise.all((await answers).map(show))
  }),
  check('no view on shared memory', 'TypeError', async ({ open }) => {
    const socket = await open()

    return thrown(() => socket.send(new Uint8Array(sharedBuffer())))
  }),
  check('no view on a resizable buffer', 'TypeError', async ({ open }) => {
    const socket = await open()

    return thrown(() => socket.send(new Uint8Array(resizableBuffer())))
  }),
  check('no resizable buffer', 'TypeError', async ({ open }) => {
    const socket = await open()

    return thrown(() => socket.send(resizableBuffer()))
  }),
])

export const sendArguments = group('send()', [
  check('needs an argument, even before the opening', 'TypeError', ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())

    return thrown(() => socket.send())
  }),
  check(
    'can not be called before the opening',
    everyKind('InvalidStateError DOMException'),
    (subject) => {
      const socket = new subject.WebSocket(subject.peer.url())

      return ofEveryKind((data) => thrown(() => socket.send(data)))
    },
  ),
  check('converts before it looks at the state', 'TypeError', ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())

    return thrown(() => socket.send(Symbol('data')))
  }),
  check('takes no symbol', 'TypeError', async ({ open }) => {
    const socket = await open()

    return thrown(() => socket.send(Symbol('data')))
  }),
  check('passes on what a conversion throws', 'RangeError', async ({ open }) => {
    const socket = await open()
    const throwing = {
      toString() {
        throw new RangeError('on purpose')
      },
    }

    return thrown(() => socket.send(throwing))
  }),
  check('converts once', 1, async ({ open }) => {
    const socket = await open()
    let count = 0
    await ask(socket, { toString: () => `${++count}` })

    return count
  }),
  check('throws nothing while it is closing', everyKind('nothing'), async ({ open }) => {
    const socket = await open()
    socket.close()

    return ofEveryKind((data) => thrown(() => socket.send(data)))
  }),
  check('throws nothing when it has closed', everyKind('nothing'), async ({ open }) => {
    const socket = await open()
    socket.close()
    await nextClose(socket)

    return ofEveryKind((data) => thrown(() => socket.send(data)))
  }),
  check(
    'throws nothing when it never opened',
    everyKind('nothing'),
    async ({ WebSocket, peer }) => {
      const socket = new WebSocket(peer.fresh('status?code=404'))
      await nextClose(socket)

      return ofEveryKind((data) => thrown(() => socket.send(data)))
    },
  ),
  check('converts when it has closed', 'TypeError', async ({ open }) => {
    const socket = await open()
    socket.close()
    await nextClose(socket)

    return thrown(() => socket.send(Symbol('data')))
  }),
  check('sends what was given before close()', 'one 1000', async ({ open }) => {
    const id = crypto.randomUUID()
    const socket = await open(`closing?id=${id}`)
    socket.send('one')
    socket.close(1000)

    return (await ask(await open(`closed?id=${id}`), '')) as string
  }),
  check('may be called when the opening is emitted', 'text: early', ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    socket.addEventListener('open', () => socket.send('early'))

    return new Promise((resolve) => {
      socket.addEventListener('message', ({ data }) => resolve(show(data)))
    })
  }),
  check('keeps the order of many', true, async ({ open }) => {
    const socket = await open()
    const answers = messages(socket, 100)
    for (let index = 0; index < 100; index++) socket.send(`${index}`)

    return (await answers).every((data, index) => data === `${index}`)
  }),
])

function ofEveryKind(observe: (data: unknown) => Plain): Plain {
  return {
    text: observe('text'),
    buffer: observe(new ArrayBuffer(1)),
    view: observe(BYTES),
    blob: observe(new Blob(['text'])),
  }
}

function everyKind(value: Plain): Plain {
  return ofEveryKind(() => value)
}
