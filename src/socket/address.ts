/**
 * The absolute `ws:` or `wss:` address for a url, or `null` if it can't be dialled. Relative urls
 * and `http(s):` are taken as the standard does (WHATWG WebSockets, section 3.1).
 */
export function toAddress(url: string | URL): string | null {
  let parsed: URL
  try {
    parsed = new URL(url, globalThis.location?.href)
  } catch {
    return null
  }
  if (parsed.protocol === 'http:') parsed.protocol = 'ws:'
  if (parsed.protocol === 'https:') parsed.protocol = 'wss:'
  const dialable =
    (parsed.protocol === 'wss:' || (parsed.protocol === 'ws:' && !isMixedContent(parsed))) &&
    parsed.hash === '' &&
    parsed.hostname !== ''
  return dialable ? parsed.href : null
}

/** Browsers block `ws:` from an `https:` page, loopback excepted (W3C Mixed Content, section 3.1). */
function isMixedContent(url: URL): boolean {
  return (
    globalThis.location?.protocol === 'https:' &&
    !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  )
}

/**
 * A url fit for logs: without user, query, fragment and long path segments, any of which may be a
 * token.
 */
export function redact(url: unknown): string {
  const address = typeof url === 'string' || url instanceof URL ? String(url) : typeof url
  return address
    .replace(/^([\w+.-]+:\/\/)[^/?#]*@/, '$1')
    .replace(/[?#].*$/s, '?…')
    .replace(/[^/]{24,}/g, (segment, at: number) =>
      /^\w+:\/\/$/.test(address.slice(0, at)) ? segment : '…',
    )
}

/** Whether these can be a WebSocket's subprotocols: distinct tokens (RFC 6455, section 4.1). */
export function areProtocols(protocols: unknown): boolean {
  const list = Array.isArray(protocols) ? protocols : [protocols]
  return (
    new Set(list).size === list.length &&
    list.every((name) => typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name))
  )
}
