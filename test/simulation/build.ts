import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'
import type { Mutation } from './mutations.ts'
import type { Engine } from './world.ts'

/** npm and Vitest run at the root of the repository. */
const ROOT = process.cwd()

/**
 * Bundles the engine of this repository, mutated if that is asked for, and loads it.
 *
 * @throws Error for a mutation whose text is not to be found exactly once
 */
export async function buildEngine(mutation?: Mutation): Promise<Engine> {
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    plugins: mutation ? [mutate(mutation)] : [],
    // In production an illegal change of status doesn't throw.
    define: { 'process.env.NODE_ENV': '"test"' },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: join(ROOT, 'src/connection/connection.ts'), formats: ['es'] },
    },
  })
  const [bundled] = [result].flat()
  if (bundled === undefined || !('output' in bundled)) throw new Error('Nothing was built')
  return load(bundled.output.map((chunk) => ('code' in chunk ? chunk.code : '')).join(''))
}

async function load(code: string): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'simulation-'))
  try {
    const file = join(folder, 'engine.mjs')
    await writeFile(file, code)
    return ((await import(pathToFileURL(file).href)) as { Connection: Engine }).Connection
  } finally {
    await rm(folder, { recursive: true })
  }
}

function mutate({ name, file, from, to }: Mutation): Plugin {
  const path = join(ROOT, 'src/connection', file)
  let isDone = false
  return {
    name: 'mutation',
    enforce: 'pre',
    transform(code, id) {
      if (id !== path) return null
      if (code.split(from).length !== 2) throw new Error(`Stale mutation: ${name}`)
      isDone = true
      return code.replace(from, () => to)
    },
    buildEnd(error) {
      if (!isDone && !error) throw new Error(`Stale mutation: ${name}`)
    },
  }
}
