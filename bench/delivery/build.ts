import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { alias } from '../../entries.ts'

export interface BuiltNode {
  /** The program of a node. */
  readonly path: string
  /** The program of many clients. */
  readonly crowd: string
  remove(): void
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Builds the program of a node as it would be deployed. */
export async function buildNode(): Promise<BuiltNode> {
  // In the project, so that the packages are found from there.
  const cache = at('../node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'heartbeat-delivery-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias },
    build: {
      ssr: true,
      outDir: folder,
      rolldownOptions: { input: { node: at('node.ts'), crowd: at('crowd.ts') } },
    },
  })
  return {
    path: join(folder, 'node.js'),
    crowd: join(folder, 'crowd.js'),
    remove: () => rmSync(folder, { recursive: true }),
  }
}
