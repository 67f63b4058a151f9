/** What the characters of a subprotocol may be: a token of RFC 9110. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/

/** Bytes that fit into a close frame beside the code. */
const MAX_REASON = 123

/** @throws DOMException `SyntaxError` for what is no WebSocket url */
export function parseUrl(input: string | URL): string {
  if (input === undefined) throw new TypeError('A WebSocket needs a url')
  const url = tryUrl(String(input))
  if (url?.protocol === 'http:') url.protocol = 'ws:'
  if (url?.protocol === 'https:') url.protocol = 'wss:'
  if (url === null || !/^wss?:$/.test(url.protocol) || url.href.includes('#')) {
    throw new DOMException(`'${input}' is no WebSocket url`, 'SyntaxError')
  }
  return url.href
}

/** @throws DOMException `SyntaxError` for a subprotocol that is no token or is given twice */
export function parseProtocols(input: string | readonly string[] = []): readonly string[] {
  const protocols = (typeof input === 'string' ? [input] : [...input]).map(String)
  const wrong = protocols.find(
    (name, index) => !TOKEN.test(name) || protocols.indexOf(name) < index,
  )
  if (wrong !== undefined) {
    throw new DOMException(`'${wrong}' is no subprotocol, or is given twice`, 'SyntaxError')
  }
  return protocols
}

/**
 * The arguments of a client's `close()`; 1005 stands for no code.
 * @throws DOMException `InvalidAccessError` or `SyntaxError`
 */
export function checkClose(code?: number, reason?: string): { code: number; reason: string } {
  const number = code === undefined ? undefined : clamp(code)
  if (number !== undefined && number !== 1000 && (number < 3000 || number > 4999)) {
    throw new DOMException(`${number} is neither 1000 nor in 3000-4999`, 'InvalidAccessError')
  }
  const text = reason === undefined ? '' : String(reason)
  if (!isReason(text)) {
    throw new DOMException(`A reason has at most ${MAX_REASON} bytes`, 'SyntaxError')
  }
  // As browsers do: a reason can't go without a code.
  return { code: number ?? (text === '' ? 1005 : 1000), reason: text }
}

/**
 * The arguments of the fake server's `close()`.
 * @throws TypeError for what no close frame can carry
 */
export function checkServerClose(code: number, reason: string): void {
  const sendable = Number.isInteger(code) && code >= 1000 && code <= 4999
  if (!sendable || code === 1006 || code === 1015) {
    throw new TypeError(`A server can't close with ${code}; drop() breaks a connection (1006)`)
  }
  if (!isReason(reason)) throw new TypeError(`A reason has at most ${MAX_REASON} bytes`)
  if (code === 1005 && reason !== '') throw new TypeError('1005 means no code and no reason')
}

function tryUrl(input: string): URL | null {
  try {
    return new URL(input, globalThis.document?.baseURI)
  } catch {
    return null
  }
}

function isReason(text: string): boolean {
  return new TextEncoder().encode(text).length <= MAX_REASON
}

/** WebIDL's `[Clamp] unsigned short`. */
function clamp(code: number): number {
  return Math.round(Math.min(Math.max(Number(code) || 0, 0), 65_535))
}
