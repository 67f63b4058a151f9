// WebSockets, section 3.1, close(); Web IDL, section 3.2 ([Clamp] unsigned short, USVString).
import { check, group, type Subject } from '../support/check.ts'
import { closeOf, nextClose, thrown } from '../support/observe.ts'

const INVALID_CODE = 'InvalidAccessError DOMException'
const TOO_LONG = 'SyntaxError DOMException'

/** What close() throws on an open socket. */
const closing =
  (...args: unknown[]) =>
  async ({ open }: Subject) => {
    const socket = await open()
    return thrown(() => socket.close(...args))
  }

/** How the server says that it was closed. */
const heard =
  (...args: unknown[]) =>
  async ({ open }: Subject) => {
    const socket = await open()
    socket.close(...args)
    return closeOf(socket)
  }

const clean = (code: number, reason = '') => ({ code, reason, wasClean: true })

export const closeCode = group('close() code', [
  ...[
    0,
    999,
    1001,
    1002,
    1005,
    1006,
    1015,
    2999,
    5000,
    65_535,
    -1,
    66_536,
    Number.NaN,
    Infinity,
    null,
    '',
    'one',
    true,
    {},
    2999.4,
    4999.5,
  ].map((code) => check(`is not ${written(code)}`, INVALID_CODE, closing(code))),
  ...Object.entries<[code: unknown, expected: number]>({
    '1000': [1000, 1000],
    '3000': [3000, 3000],
    '4999': [4999, 4999],
    'a string of a number': ['3000', 3000],
    'an object of a number': [{ valueOf: () => 3000 }, 3000],
    'an array of a number': [[3000], 3000],
    'rounded down': [3000.4, 3000],
    'rounded up': [2999.6, 3000],
    'rounded to the even one below': [3000.5, 3000],
    'rounded to the even one above': [999.5, 1000],
  }).map(([name, [code, expected]]) => check(`may be ${name}`, clean(expected), heard(code))),
  check('may be left out', clean(1005), heard()),
  check('may be undefined', clean(1005), heard(undefined)),
  check('is no big integer', 'TypeError', closing(1000n)),
  check('is no symbol', 'TypeError', closing(Symbol('code'))),
  check('is checked before the opening', INVALID_CODE, ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())

    return thrown(() => socket.close(999))
  }),
  check('leaves the socket as it is when it is wrong', [0, 'text'], async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    thrown(() => socket.close(999))
    const { readyState } = socket
    socket.addEventListener('open', () => socket.send('text'))

    return new Promise((resolve) => {
      socket.addEventListener('message', ({ data }) => resolve([readyState, data as string]))
    })
  }),
  check('is checked while it is closing', INVALID_CODE, async ({ open }) => {
    const socket = await open()
    socket.close()

    return thrown(() => socket.close(999))
  }),
  check('is checked when it has closed', INVALID_CODE, async ({ open }) => {
    const socket = await open()
    socket.close()
    await nextClose(socket)

    return thrown(() => socket.close(999))
  }),
])

export const closeReason = group('close() reason', [
  ...Object.entries<[reason: unknown, expected: string]>({
    text: ['done', 'done'],
    empty: ['', ''],
    undefined: [undefined, ''],
    'null, converted': [null, 'null'],
    'a number, converted': [7, '7'],
    'an object, converted': [{ toString: () => 'me' }, 'me'],
    'of 123 bytes': ['x'.repeat(123), 'x'.repeat(123)],
    'of 123 bytes in fewer letters': ['€'.repeat(41), '€'.repeat(41)],
    'a lone surrogate, replaced': ['a\ud800', 'a\ufffd'],
  }).map(([name, [reason, expected]]) =>
    check(`may be ${name}`, clean(3000, expected), heard(3000, reason)),
  ),
  check('has no 124 bytes', TOO_LONG, closing(3000, 'x'.repeat(124))),
  check('has no 124 bytes in fewer letters', TOO_LONG, closing(3000, `${'€'.repeat(41)}x`)),
  check('has no 126 bytes of surrogates', TOO_LONG, closing(3000, '\ud800'.repeat(42))),
  check('is too long without a code, too', TOO_LONG, closing(undefined, 'x'.repeat(124))),
  check('is no symbol', 'TypeError', closing(3000, Symbol('reason'))),
  check('is looked at after the code', INVALID_CODE, closing(999, 'x'.repeat(124))),
  check('is converted before the code is looked at', 'TypeError', closing(999, Symbol('reason'))),
  check('is not the first argument', INVALID_CODE, closing('done')),
  check('is checked before the opening', TOO_LONG, ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())

    return thrown(() => socket.close(3000, 'x'.repeat(124)))
  }),
  check('is checked when it has closed', TOO_LONG, async ({ open }) => {
    const socket = await open()
    socket.close()
    await nextClose(socket)

    return thrown(() => socket.close(3000, 'x'.repeat(124)))
  }),
])

function written(code: unknown): string {
  return typeof code === 'number' ? `${code}` : JSON.stringify(code)
}
