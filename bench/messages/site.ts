import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { alias } from '../../entries.ts'

/** The page, and the server, in a process of its own, that it talks to. */
export interface Site {
  readonly url: string
  readonly socketUrl: string
  close(): Promise<void>
}

const SERVER = fileURLToPath(new URL('server.js', import.meta.url))

/** @param page - the folder of its sources */
export async function openSite(page: URL = new URL('page', import.meta.url)): Promise<Site> {
  const server = await serve(await buildFiles(fileURLToPath(page)))
  const child = fork(SERVER, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    socketUrl: `ws://127.0.0.1:${Number(line)}/`,
    async close() {
      child.kill()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What an app's users get. */
async function buildFiles(root: string): Promise<Map<string, string>> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias },
    build: { write: false, modulePreload: false, target: 'es2022' },
  })
  const [bundled] = [result].flat()
  if (bundled === undefined || !('output' in bundled)) throw new Error('Nothing was built')
  return new Map(
    bundled.output.map((file) => [
      `/${file.fileName}`,
      'code' in file ? file.code : String(file.source),
    ]),
  )
}

async function serve(files: Map<string, string>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    const isScript = path.endsWith('.js')
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.writeHead(files.has(path) ? 200 : 404).end(files.get(path))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
