import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

/**
 * Serves a built app, and on the same fresh port a WebSocket that answers a subscription with one
 * price. Ends with the test.
 */
export async function serve(folder: string): Promise<{ page: string; socket: string }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const name = pathname === '/' ? 'index.html' : pathname
    response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
    readFile(join(folder, name)).then(
      (content) => response.end(content),
      () => response.writeHead(404).end(),
    )
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      if (String(data) === '{"subscribe":"prices"}') socket.send('{"price":42}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const client of sockets.clients) client.terminate()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { page: `http://127.0.0.1:${port}/`, socket: `ws://127.0.0.1:${port}/live` }
}
