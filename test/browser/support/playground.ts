import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer, preview, type PluginOption } from 'vite'
import { buildOnce } from './build-once.ts'

export interface Playground {
  readonly url: string
  close(): Promise<void>
}

const configFile = fileURLToPath(new URL('../../../playground/vite.config.ts', import.meta.url))
const address = { host: '127.0.0.1', port: 0 }

/** The playground, built, with its server, on a fresh port: a few files are quicker than all modules. */
export async function openPlayground(): Promise<Playground> {
  const outDir = await buildOnce('playground', { configFile })
  const server = await preview({ configFile, build: { outDir }, preview: address })
  return {
    url: urlOf(server.httpServer.address()),
    close: () => server.close(),
  }
}

/** The playground as `npm start` serves it, with more plugins. */
export async function openDevelopedPlayground(plugins: PluginOption[]): Promise<Playground> {
  const cacheDir = mkdtempSync(join(tmpdir(), 'heartbeat-playground-'))
  const vite = await createServer({
    configFile,
    cacheDir,
    logLevel: 'warn',
    plugins,
    // Who edits the sources meanwhile must not reload the page under test.
    server: { ...address, hmr: false, watch: null },
  })
  await vite.listen()
  return {
    url: urlOf(vite.httpServer!.address()),
    async close() {
      await vite.close()
      rmSync(cacheDir, { recursive: true, force: true })
    },
  }
}

const urlOf = (listening: AddressInfo | string | null): string =>
  `http://127.0.0.1:${(listening as AddressInfo).port}/`
