// WebSockets, section 3.1, constructor and protocol; Web IDL, section 3.2 (unions, sequences);
// RFC 6455, section 4.1 (what a subprotocol may be called).
import { check, group, type Subject } from '../support/check.ts'
import {
  ABNORMAL,
  next,
  nextClose,
  nextMessage,
  recordUntilClose,
  rejectAtClose,
  thrown,
} from '../support/observe.ts'

const constructing = (...protocols: unknown[]) => {
  return ({ WebSocket, peer }: Subject) => thrown(() => new WebSocket(peer.url(), ...protocols))
}

/** What the server is asked for, if it is asked. */
async function asked(
  { WebSocket, peer }: Subject,
  ...protocols: unknown[]
): Promise<string | null> {
  try {
    const socket = new WebSocket(peer.url('request'), ...protocols)
    const { data } = await Promise.race([nextMessage(socket), rejectAtClose(socket)])
    return (JSON.parse(data as string) as { protocols: string | null }).protocols
  } catch {
    return 'refused'
  }
}

const named = (name: string) => ({ toString: () => name })

const iterable = (names: string[]) => ({ [Symbol.iterator]: () => names.values() })

const SEPARATORS = [...'()<>@,;:\\"/[]?={} \t']

export const protocolsArgument = group('protocols argument', [
  ...Object.entries<[protocols: unknown[], expected: string | null]>({
    'may be left out': [[], null],
    'may be undefined': [[undefined], null],
    'may be empty': [[[]], null],
    'may be a string': [['chat'], 'chat'],
    'may be an array': [[['chat', 'feed']], 'chat, feed'],
    'may be a set': [[new Set(['chat', 'feed'])], 'chat, feed'],
    'may be anything that can be iterated': [[iterable(['chat', 'feed'])], 'chat, feed'],
    'is converted to a string where it is a number': [[5], '5'],
    'is converted to a string where it is a boolean': [[true], 'true'],
    'is converted to a string where it is null': [[null], 'null'],
    'is converted to a string where it is an object': [[named('chat')], 'chat'],
    'is a list of letters where it is a String object': [[Object('ab')], 'a, b'],
    'has its elements converted to strings': [[[5, null, named('x')]], '5, null, x'],
    'may hold names that differ in case': [[['chat', 'CHAT']], 'chat, CHAT'],
    'may hold all marks of a token': [["!#$%&'*+-.^_`|~"], "!#$%&'*+-.^_`|~"],
  }).map(([name, [protocols, expected]]) =>
    check(name, expected, (subject) => asked(subject, ...protocols)),
  ),
  ...Object.entries({
    'is not an empty string': '',
    'has no empty string in it': ['chat', ''],
    'has nothing twice in it': ['chat', 'feed', 'chat'],
    'has nothing twice in it, converted': ['5', 5],
    'has no letters but of ASCII': 'chät',
    'is no list in one string': 'chat, feed',
    'is no object that can not be iterated': { 0: 'chat', length: 1 },
  }).map(([name, protocols]) => check(name, 'SyntaxError DOMException', constructing(protocols))),
  check('has no separators in it', [], (subject) =>
    SEPARATORS.filter((mark) => constructing(`a${mark}b`)(subject) !== 'SyntaxError DOMException'),
  ),
  check('has no control characters in it', [], (subject) =>
    ['\0', '\x1f', '\x7f', '\n'].filter(
      (mark) => constructing(`a${mark}b`)(subject) !== 'SyntaxError DOMException',
    ),
  ),
  check('is no symbol', 'TypeError', constructing(Symbol('chat'))),
  check('has no symbol in it', 'TypeError', constructing([Symbol('chat')])),
  check('is iterated once', 1, ({ WebSocket, peer }) => {
    let count = 0
    const protocols = {
      *[Symbol.iterator]() {
        count++
        yield 'chat'
      },
    }
    thrown(() => new WebSocket(peer.url(), protocols))

    return count
  }),
  check(
    'is converted to a string where it is a function',
    'SyntaxError DOMException',
    constructing(() => 'chat'),
  ),
])

export const protocolAttribute = group('protocol', [
  check('is empty before the opening', '', ({ WebSocket, peer }) => {
    return new WebSocket(peer.url(), 'chat').protocol
  }),
  check('is empty where none is asked for', '', async ({ open }) => (await open()).protocol),
  check('is what the server chose', 'feed', async ({ open }) => {
    return (await open('echo?select=feed', ['chat', 'feed'])).protocol
  }),
  check('is there when the opening is emitted', 'chat', async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url(), ['chat', 'feed'])
    const { target } = await next(socket, 'open')

    return (target as WebSocket).protocol
  }),
  check('stays after the end', 'chat', async ({ open }) => {
    const socket = await open('echo', 'chat')
    socket.close()
    await nextClose(socket)

    return socket.protocol
  }),
  ...Object.entries({
    'is nothing that was not asked for': 'other',
    'is nothing of another case': 'CHAT',
    'is not missing where one is asked for': '',
  }).map(([name, select]) =>
    check(
      name,
      { ...ABNORMAL, protocol: '', log: ['error', 'close'] },
      async ({ WebSocket, peer }) => {
        const socket = new WebSocket(peer.fresh(`echo?select=${select}`), 'chat')
        const log = recordUntilClose(socket)
        const { code, reason, wasClean } = await Promise.race([
          nextClose(socket),
          next<CloseEvent>(socket, 'open'),
        ])
        socket.close()

        return { code, reason, wasClean, protocol: socket.protocol, log: await log }
      },
    ),
  ),
])

export const extensionsAttribute = group('extensions', [
  check('is empty before the opening', '', ({ WebSocket, peer }) => {
    return new WebSocket(peer.url('deflate')).extensions
  }),
  check('is empty where the server takes none', '', async ({ open }) => (await open()).extensions),
  check('begins with what the server took', true, async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url('deflate'))
    const { data } = await nextMessage(socket)

    return socket.extensions.split(';')[0] === data
  }),
  check('has nothing that was not offered', ABNORMAL, async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.fresh('echo?extension=x-unknown'))
    const { code, reason, wasClean } = await nextClose(socket)

    return { code, reason, wasClean }
  }),
])
