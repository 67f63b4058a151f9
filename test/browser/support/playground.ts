import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer, type PluginOption } from 'vite'

export interface Playground {
  readonly url: string
  close(): Promise<void>
}

/** The playground with its server, on a fresh port; with more plugins, if need be. */
export async function openPlayground(plugins: PluginOption[] = []): Promise<Playground> {
  const cacheDir = mkdtempSync(join(tmpdir(), 'heartbeat-playground-'))
  const vite = await createServer({
    configFile: fileURLToPath(new URL('../../../playground/vite.config.ts', import.meta.url)),
    cacheDir,
    logLevel: 'warn',
    plugins,
    // Who edits the sources meanwhile must not reload the page under test.
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  })
  await vite.listen()
  const { port } = vite.httpServer!.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      await vite.close()
      rmSync(cacheDir, { recursive: true, force: true })
    },
  }
}
