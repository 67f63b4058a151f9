import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'
import { WebSocketServer } from 'ws'
import { alias } from '../../../entries.ts'

/** The page, and a WebSocket server that sends back what it gets, on one fresh port. */
export interface Site {
  readonly url: string
  readonly socketUrl: string
  close(): Promise<void>
}

const PAGE = fileURLToPath(new URL('../page', import.meta.url))

export async function openSite(): Promise<Site> {
  const script = await buildScript()
  const server = createServer((request, response) => {
    const isScript = request.url === '/main.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<body><script type="module" src="/main.js"></script>')
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}/`,
    socketUrl: `ws://${host}/`,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What an app's users get. */
async function buildScript(): Promise<string> {
  const result = await build({
    root: PAGE,
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias },
    plugins: [vue()],
    build: { write: false, modulePreload: false, rolldownOptions: { input: `${PAGE}/main.ts` } },
  })
  const [bundled] = [result].flat()
  if (bundled === undefined || !('output' in bundled)) throw new Error('Nothing was built')
  return bundled.output[0].code
}
