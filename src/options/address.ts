/**
 * The address that a browser connects to for a url, relative ones and `http(s):` included, or `null`
 * where it throws a SyntaxError (WHATWG WebSockets, section 3.1).
 */
export function parseAddress(url: string | URL): URL | null {
  try {
    const parsed = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href)
    parsed.protocol = parsed.protocol.replace('http', 'ws')
    // `hash` doesn't show an empty fragment, which isn't allowed either.
    return /^wss?:$/.test(parsed.protocol) && !parsed.href.includes('#') ? parsed : null
  } catch {
    return null
  }
}

/** Browsers block `ws:` from an `https:` page, loopback excepted (W3C Mixed Content, section 3.1). */
export function isBlocked({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'ws:' &&
    globalThis.location?.protocol === 'https:' &&
    !/^(.+\.)?localhost$|^127\.|^\[::1]$/.test(hostname)
  )
}

/** The absolute `ws:` or `wss:` address for a url, or `null` if there can be no connection to it. */
export function toAddress(url: unknown): string | null {
  if (!(url instanceof URL) && (typeof url !== 'string' || url === '')) return null
  const address = parseAddress(url)
  return address && !isBlocked(address) ? address.href : null
}

/**
 * A url, or other text, that may be printed: without user, query, parameters, fragment, and long
 * words, each of which can be a token. Those of a host end at a dot, those of a path at a slash.
 */
export function redact(text: unknown): string {
  return toText(text)
    .replace(/^([a-z]+:)?[\\/]*[^/?#\\]*@/i, '$1//')
    .replace(/([?#;]).*$/s, '$1…')
    .replace(/(?<!^([a-z]+:)?\/\/[^/]*)[^/\s"'{}[\],:]{20,}|[^./\s"'{}[\],:]{20,}/gi, '…')
}

/** Objects without a prototype, which a user's function may return, throw when made a string. */
function toText(value: unknown): string {
  try {
    return String(value)
  } catch {
    return `[${typeof value}]`
  }
}

/** Whether these can be a WebSocket's subprotocols: distinct tokens (RFC 6455, section 4.1). */
export function areProtocols(protocols: unknown): boolean {
  const list = [protocols].flat()
  return (
    new Set(list).size === list.length &&
    list.every((name) => typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name))
  )
}
