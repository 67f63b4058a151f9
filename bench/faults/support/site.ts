import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, preview } from 'vite'
import { alias } from '../../../entries.ts'

export interface Site {
  readonly url: string
  /** The same page, forbidden to start a worker. */
  readonly urlWithoutWorkers: string
  close(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../page', import.meta.url))

/** Builds the page with the clients, as an app would be, and serves it on fresh ports. */
export async function openSite(): Promise<Site> {
  const outDir = mkdtempSync(join(tmpdir(), 'heartbeat-faults-'))
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias },
    build: { outDir, emptyOutDir: true, modulePreload: false, chunkSizeWarningLimit: 1_000 },
  })
  const open = await serve(outDir, {})
  const strict = await serve(outDir, { 'content-security-policy': "worker-src 'none'" })
  return {
    url: open.url,
    urlWithoutWorkers: strict.url,
    async close() {
      await Promise.all([open.close(), strict.close()])
      rmSync(outDir, { recursive: true })
    },
  }
}

async function serve(outDir: string, headers: Record<string, string>) {
  const server = await preview({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, headers },
  })
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() }
}
