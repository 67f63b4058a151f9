// WebSockets, section 3.1, constructor; Web IDL, sections 3.2 (conversions) and 3.7 (interfaces).
import { check, group, type Socket, type Subject } from '../support/check.ts'
import { next, nextClose, nextMessage, recordUntilClose, thrown } from '../support/observe.ts'

const constructing = (...args: unknown[]) => {
  return ({ WebSocket }: Subject) => thrown(() => new WebSocket(...args))
}

const throwing = {
  toString() {
    throw new RangeError('on purpose')
  },
}

export const constructor = group('constructor', [
  check('needs an argument', 'TypeError', constructing()),
  check('is no plain function', 'TypeError', ({ WebSocket }) =>
    thrown(() => Reflect.apply(WebSocket as unknown as () => void, undefined, ['ws://127.0.0.1/'])),
  ),
  check('ignores a third argument', 0, ({ WebSocket, peer }) => {
    return new WebSocket(peer.url(), [], { origin: 'elsewhere' }).readyState
  }),
  check('makes what is a WebSocket and an EventTarget', [true, true], ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())

    return [socket instanceof WebSocket, socket instanceof EventTarget]
  }),
  check('returns while it is connecting', 0, ({ WebSocket, peer }) => {
    return new WebSocket(peer.url()).readyState
  }),
  check(
    'returns before anything is emitted',
    ['constructed', 'promise reactions', 'open'],
    async ({ WebSocket, peer }) => {
      const order: string[] = []
      const socket = new WebSocket(peer.url())
      socket.addEventListener('open', () => order.push('open'))
      order.push('constructed')
      void Promise.resolve().then(() => order.push('promise reactions'))
      await next(socket, 'open')

      return order
    },
  ),
  check('makes what opens by itself', 1, async ({ open }) => (await open()).readyState),
  check('makes sockets that live side by side', ['0', '1', '2', '3', '4'], async ({ open }) => {
    const sockets = await Promise.all(['0', '1', '2', '3', '4'].map(() => open()))
    const answers = sockets.map((socket) => nextMessage(socket))
    sockets.forEach((socket, index) => socket.send(`${index}`))

    return (await Promise.all(answers)).map(({ data }) => data as string)
  }),
])

export const urlArgument = group('url argument', [
  check('is converted to a string', true, ({ WebSocket, peer }) => {
    return new WebSocket({ toString: () => peer.url('x') }).url === peer.url('x')
  }),
  check('is converted once', 1, ({ WebSocket, peer }) => {
    let count = 0
    const toString = () => {
      count++
      return peer.url()
    }
    thrown(() => new WebSocket({ toString }))

    return count
  }),
  check('may be a URL', true, ({ WebSocket, peer }) => {
    return new WebSocket(new URL(peer.url('x'))).url === peer.url('x')
  }),
  check('is no symbol', 'TypeError', constructing(Symbol('address'))),
  check(
    'is converted to a string where it is a function',
    'SyntaxError DOMException',
    constructing(() => 'chat#part'),
  ),
  check('passes on what its conversion throws', 'RangeError', constructing(throwing)),
  check(
    'is looked at after all arguments are converted',
    'RangeError',
    constructing('no:url', throwing),
  ),
  ...['ftp:', 'file:', 'wsx:', 'about:', 'data:', 'javascript:'].map((scheme) =>
    check(`has no scheme ${scheme}`, 'SyntaxError DOMException', ({ WebSocket, peer }) =>
      thrown(() => new WebSocket(`${scheme}//${peer.host}/`)),
    ),
  ),
  ...['ws://', 'ws://[', 'ws://[::1/', 'ws://127.0.0.1:x/', 'ws://127.0.0.1:65536/'].map((url) =>
    check(`is not ${url}`, 'SyntaxError DOMException', constructing(url)),
  ),
  check('has no fragment', 'SyntaxError DOMException', ({ WebSocket, peer }) =>
    thrown(() => new WebSocket(`${peer.url()}#part`)),
  ),
  check('has no empty fragment', 'SyntaxError DOMException', ({ WebSocket, peer }) =>
    thrown(() => new WebSocket(`${peer.url()}#`)),
  ),
  ...['', '/chat', '//127.0.0.1/', 'chat', '?token', null, undefined].map((url) =>
    check(
      `is absolute where there is no base: ${JSON.stringify(url)}`,
      'SyntaxError DOMException',
      constructing(url),
      'node',
    ),
  ),
  ...['', '/chat', '//127.0.0.1/', 'chat', '?token', null, undefined].map((url) =>
    check(
      `is relative to the document: ${JSON.stringify(url)}`,
      true,
      ({ WebSocket }) => isResolved(new WebSocket(url), url),
      'page',
    ),
  ),
  check(
    'has no fragment, relative ones included',
    'SyntaxError DOMException',
    constructing('#part'),
    'page',
  ),
  check('may name a port that browsers block', ['error', 'close'], ({ WebSocket }) =>
    recordUntilClose(new WebSocket('ws://127.0.0.1:25/')),
  ),
])

export const urlAttribute = group('url', [
  ...Object.entries({
    'http: becomes ws:': ['http://HOST/x', 'ws://HOST/x'],
    'https: becomes wss:': ['https://HOST/x', 'wss://HOST/x'],
    'schemes in capitals become small': ['WS://HOST/x', 'ws://HOST/x'],
    'a path is added': ['ws://HOST', 'ws://HOST/'],
    'a query is kept': ['ws://HOST/echo?a=1&b=%20', 'ws://HOST/echo?a=1&b=%20'],
    'user and password are kept': ['ws://user:secret@HOST/x', 'ws://user:secret@HOST/x'],
    'spaces around it are cut off': ['  ws://HOST/x\n', 'ws://HOST/x'],
    'spaces within it are encoded': ['ws://HOST/a b?c d', 'ws://HOST/a%20b?c%20d'],
    'line ends and tabs are removed': ['ws:\n//HOST/a\tb', 'ws://HOST/ab'],
    'backslashes are slashes': ['ws:\\\\HOST\\x', 'ws://HOST/x'],
    'dots are resolved': ['ws://HOST/a/../b/./c', 'ws://HOST/b/c'],
    'other scripts are encoded': ['ws://HOST/ä?ö', 'ws://HOST/%C3%A4?%C3%B6'],
    'lone surrogates are replaced': ['ws://HOST/\ud800', 'ws://HOST/%EF%BF%BD'],
    'the default port of ws: goes': ['ws://127.0.0.1:80/x', 'ws://127.0.0.1/x'],
    'the default port of wss: goes': ['wss://127.0.0.1:443/x', 'wss://127.0.0.1/x'],
    'the default port of wss: stays in ws:': ['ws://127.0.0.1:443/x', 'ws://127.0.0.1:443/x'],
    'addresses are written in full': ['ws://127.1:80/x', 'ws://127.0.0.1/x'],
  }).map(([name, [url, expected]]) =>
    check(name, expected!, ({ WebSocket, peer }) => {
      const socket = new WebSocket(url!.replace('HOST', peer.host))

      return socket.url.replace(peer.host, 'HOST')
    }),
  ),
  check('is fixed at the beginning', true, ({ WebSocket, peer }) => {
    const url = new URL(peer.url('x'))
    const socket = new WebSocket(url)
    url.pathname = '/y'

    return socket.url === peer.url('x')
  }),
  check('stays after the end', true, async ({ open, peer }) => {
    const socket = await open('x')
    socket.close()
    await nextClose(socket)

    return socket.url === peer.url('x')
  }),
  check('is what the server is asked for', '/request?a=1&b=%C3%A4', async ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url('request?a=1&b=ä'))
    const { data } = await nextMessage(socket)

    return (JSON.parse(data as string) as { url: string }).url
  }),
])

function isResolved({ url }: Socket, relative: unknown): boolean {
  return url === new URL(String(relative), document.baseURI).href.replace('http', 'ws')
}
