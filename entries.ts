import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

type Exports = Record<string, string | { readonly default: string }>

const { name, exports } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as {
  readonly name: string
  readonly exports: Exports
}

const built = Object.entries(exports).flatMap(([path, target]) =>
  typeof target === 'string' ? [] : [[name + path.slice(1), target.default] as const],
)

/** What the build makes of each entry in package.json: `testing/index` of `src/testing/index.ts`. */
export const entries: Record<string, string> = Object.fromEntries(
  built.map(([, target]) => [nameOf(target), sourceOf(target)]),
)

/**
 * The public names and their sources, so that tests, playground and benchmarks import the package as
 * its users do. An alias also matches what follows a slash: the longest name stands first.
 */
export const alias: Record<string, string> = Object.fromEntries(
  built
    .map(([publicName, target]) => [publicName, sourceOf(target)] as const)
    .sort(([a], [b]) => b.length - a.length),
)

function nameOf(target: string): string {
  return target.replace(/^\.\/dist\/(.+)\.js$/, '$1')
}

function sourceOf(target: string): string {
  return at(`src/${nameOf(target)}.ts`)
}

function at(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
