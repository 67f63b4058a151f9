import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { alias } from '../../../entries.ts'
import { buildOnce } from './build-once.ts'

export interface Site {
  readonly url: string
  /** Downloads asked for so far. */
  readonly downloads: number
  close(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../page', import.meta.url))
const PAGES = ['index.html', 'other.html', 'session.html', 'tabs.html']
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

/** Builds the test page and serves it on a fresh port. */
export async function openSite(): Promise<Site> {
  const folder = await buildPage()

  let downloads = 0
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '/'
    if (path !== '/download') return void sendFile(folder, path, response)
    downloads++
    sendDownload(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    get downloads() {
      return downloads
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const buildPage = (): Promise<string> =>
  buildOnce('page', {
    root: ROOT,
    configFile: false,
    resolve: { alias },
    plugins: [vue()],
    build: { rolldownOptions: { input: PAGES.map((name) => join(ROOT, name)) } },
  })

async function sendFile(folder: string, path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? '/index.html' : path
  try {
    const content = await readFile(join(folder, name))
    response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
    response.end(content)
  } catch {
    response.writeHead(404).end()
  }
}

function sendDownload(response: ServerResponse): void {
  response.setHeader('content-type', 'application/octet-stream')
  response.setHeader('content-disposition', 'attachment; filename="figures.bin"')
  response.end('figures')
}
