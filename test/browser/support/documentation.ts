import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Documentation {
  /** The address of the first page. */
  readonly url: string
  close(): void
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.gif': 'image/gif',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Builds the documentation site and serves it on a fresh port, as GitHub Pages does. */
export async function openDocumentation(): Promise<Documentation> {
  const { homepage } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    readonly homepage: string
  }
  const base = new URL(homepage).pathname
  const folder = mkdtempSync(join(tmpdir(), 'documentation-'))
  execFileSync('npx', ['vitepress', 'build', 'docs', '--outDir', folder], {
    cwd: ROOT,
    stdio: 'pipe',
  })
  const server = createServer((request, response) => {
    const path = request
      .url!.replace(/[?#].*/, '')
      .replace(base, '')
      .replace(/(^|\/)$/, '$1index')
    const file = extname(path) === '' ? `${path}.html` : path
    try {
      const content = readFileSync(join(folder, file))
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
      response.end(content)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    close() {
      server.close()
      rmSync(folder, { recursive: true })
    },
  }
}
