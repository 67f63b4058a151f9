/**
 * The absolute `ws:` or `wss:` address for a url, or `null` if it can't be dialled. Relative urls
 * and `http(s):` are taken as the standard does (WHATWG WebSockets, section 3.1).
 */
export function toAddress(url: unknown): string | null {
  const page = globalThis.location
  if (!(url instanceof URL) && (typeof url !== 'string' || url === '')) return null
  try {
    const parsed = new URL(url, page?.href)
    parsed.protocol = parsed.protocol.replace('http', 'ws')
    // Browsers block `ws:` from an `https:` page, loopback excepted (W3C Mixed Content, section 3.1).
    const isBlocked =
      parsed.protocol === 'ws:' &&
      page?.protocol === 'https:' &&
      !/^(.+\.)?localhost$|^127\.|^\[::1]$/.test(parsed.hostname)
    return /^wss?:$/.test(parsed.protocol) && !parsed.hash && !isBlocked ? parsed.href : null
  } catch {
    return null
  }
}

/**
 * A url fit for messages: without user, query, fragment and long path segments, any of which may
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
