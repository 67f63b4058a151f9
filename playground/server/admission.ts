import type { Socket } from 'node:net'

/** Answers a handshake with a status of HTTP, and hangs up. */
export function reject(tcp: Socket, status: string): void {
  tcp.on('error', () => {})
  tcp.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/**
 * Whether a page of this origin may have the feed. Any web page may connect to localhost, and this
 * machine's figures are none of its business. Clients other than browsers send no origin.
 */
export function isLocal(origin: string | undefined): boolean {
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname)
}
