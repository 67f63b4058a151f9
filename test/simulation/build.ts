import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'
import type { Mutation } from './mutations/mutation.ts'
import type { Engine } from './world.ts'

/** npm and Vitest run at the root of the repository. */
const ROOT = process.cwd()

/**
 * Bundles the engine of this repository, mutated if that is asked for, and loads it.
 *
 * @throws Error for a mutation whose code is not found exactly once
 */
export async function buildEngine(mutation?: Mutation): Promise<Engine> {
  const entry = 'src/connection/connection.ts'
  const { Connection } = await bundle<{ Connection: Engine }>(entry, ['src/connection'], mutation)
  return Connection
}

/**
 * Bundles what `entry` exports, and loads it. The code that a mutation breaks stands in `folders`.
 *
 * @throws Error for a mutation whose code is not found exactly once
 */
export async function bundle<Exports>(
  entry: string,
  folders: readonly string[],
  mutation?: Mutation,
): Promise<Exports> {
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    plugins: mutation ? [await mutate(mutation, folders)] : [],
    // In production an illegal change of status doesn't throw.
    define: { 'process.env.NODE_ENV': '"test"' },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: join(ROOT, entry), formats: ['es'] },
    },
  })
  const [bundled] = [result].flat()
  if (bundled === undefined || !('output' in bundled)) throw new Error('Nothing was built')
  return load(bundled.output.map((chunk) => ('code' in chunk ? chunk.code : '')).join(''))
}

async function load<Exports>(code: string): Promise<Exports> {
  const folder = await mkdtemp(join(tmpdir(), 'simulation-'))
  try {
    const file = join(folder, 'engine.mjs')
    await writeFile(file, code)
    return (await import(pathToFileURL(file).href)) as Exports
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Breaks the rule in whichever of the engine's files its code stands. */
async function mutate({ rule, from, to }: Mutation, folders: readonly string[]): Promise<Plugin> {
  const { pattern, names } = parse(from)
  const found = (await sourcesIn(folders)).flatMap(({ id, code }) =>
    [...code.matchAll(pattern)].map((match) => ({ id, match })),
  )
  const [place] = found
  if (place === undefined || found.length > 1) throw new Error(`Stale mutation: ${rule}`)
  const replacement = to.replaceAll(/\$(\w+)/g, (_, name: string) => {
    return place.match[names.indexOf(name) + 1]!
  })
  return {
    name: 'mutation',
    enforce: 'pre',
    transform(code, id) {
      return id === place.id ? code.replace(place.match[0], () => replacement) : null
    },
  }
}

/** The expression for a piece of code with placeholders, and their names in order. */
export function parse(piece: string): { pattern: RegExp; names: string[] } {
  const names: string[] = []
  const tokens = piece.match(/\$\w+|\w+|\s+|[^\w\s]/g) ?? []
  const parts = tokens.map((token) => {
    if (/^\s/.test(token)) return '\\s*'
    if (!/^\$\w/.test(token)) return token.replace(/[^\w]/, '\\$&')
    const name = token.slice(1)
    if (names.includes(name)) return `\\${names.indexOf(name) + 1}(?![\\w$])`
    names.push(name)
    return String.raw`([\w$#]+(?:(?:[?!]?\.|!?\[)[\w$#]+\]?)*(?![\w$]))`
  })
  return { pattern: new RegExp(parts.join(''), 'g'), names }
}

async function sourcesIn(folders: readonly string[]): Promise<{ id: string; code: string }[]> {
  const found = folders.map(async (name) => {
    const folder = join(ROOT, name)
    const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'))
    return Promise.all(
      files.map(async (file) => {
        const id = join(folder, file)
        return { id, code: await readFile(id, 'utf8') }
      }),
    )
  })
  return (await Promise.all(found)).flat()
}
