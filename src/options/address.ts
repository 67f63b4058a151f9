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
 * A url that may be printed: without user, query, fragment and long path segments, each of which can
 * be a token.
 */
export function redact(url: unknown): string {
  return String(url)
    .replace(/^([a-z]+:)?[\\/]*[^/?#\\]*@/i, '$1//')
    .replace(/[?#].*$/s, '?…')
    .replace(/(?<=[^/:]\/(.*\/)?)[^/]{24,}/g, '…')
}

/** Whether these can be a WebSocket's subprotocols: distinct tokens (RFC 6455, section 4.1). */
export function areProtocols(protocols: unknown): boolean {
  const list = [protocols].flat()
  return (
    new Set(list).size === list.length &&
    list.every((name) => typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name))
  )
}
