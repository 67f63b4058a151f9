import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { alias } from '../../entries.ts'

export interface Built {
  /** Where the programs are, each as its name with `.js`. */
  readonly folder: string
  remove(): void
}

/**
 * Builds programs for Node as they would be deployed.
 * @param input - their sources, by name
 */
export async function buildPrograms(input: Readonly<Record<string, string>>): Promise<Built> {
  // In the project, so that the packages are found from there.
  const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url))
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'heartbeat-programs-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias },
    build: { ssr: true, outDir: folder, rolldownOptions: { input: { ...input } } },
  })
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}
