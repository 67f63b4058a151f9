import { dirname } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { alias } from '../../entries.ts'
import { filesIn, read, ROOT } from './support/project.ts'

interface Manifest {
  readonly name: string
  readonly scripts?: Record<string, string>
  readonly workspaces?: readonly string[]
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

const FILES = filesIn('.')
const ROOT_MANIFEST = manifestIn('.')
/** `.` is among the workspaces for the tool that makes releases: it sees nothing else. */
const WORKSPACES = ROOT_MANIFEST.workspaces!.filter((folder) => folder !== '.')

/** An app of its own, which no `npm install` here sees: Nuxt needs a newer Node than we promise. */
const NUXT = 'trials/nuxt'

/** It reads every file. */
const SLOW = { timeout: 60_000 }

/** What Node has built in, and what Vite resolves by itself. */
const GIVEN = /^(?:node:|virtual:|[./]|blob:|data:)/

describe('dependencies', () => {
  it('workspaces are the folders that have a package.json, but for apps of their own', () => {
    const folders = FILES.filter((path) => path.endsWith('/package.json')).map(dirname)

    expect(folders.sort()).toEqual([...WORKSPACES, 'test/package/app', NUXT].sort())
  })

  it('every package that a file imports is declared by its workspace or the root', SLOW, () => {
    const undeclared = FILES.filter((path) => /\.(?:js|ts|vue)$/.test(path)).flatMap((path) => {
      const declared = { ...declaredBy('.'), ...declaredBy(workspaceOf(path)), ...alias }
      return packagesIn(path)
        .filter((name) => !(name in declared))
        .map((name) => `${path}: ${name}`)
    })

    expect(undeclared).toEqual([])
  })

  it.each(['.', ...WORKSPACES])('%s names every package that it declares', (folder) => {
    const own = FILES.filter((path) => folder === '.' || path.startsWith(`${folder}/`))
    const scripts = Object.values(manifestIn(folder).scripts ?? {})
    const texts = [...scripts, ...own.filter(isText).map(read)].join('\n')
    const unused = Object.keys(declaredBy(folder))
      .filter((name) => !name.startsWith('@types/'))
      .filter((name) => !texts.includes(name))

    expect(unused).toEqual([])
  })

  it('a package that several workspaces declare has the same range in each', () => {
    const ranges = new Map<string, Set<string>>()
    for (const folder of ['.', ...WORKSPACES]) {
      for (const [name, range] of Object.entries(declaredBy(folder))) {
        ranges.set(name, new Set([...(ranges.get(name) ?? []), range]))
      }
    }

    expect([...ranges].filter(([, { size }]) => size > 1)).toEqual([])
  })
})

it('tsconfig.json finds the public names where package.json has them', () => {
  const { config } = ts.readConfigFile(`${ROOT}/tsconfig.json`, ts.sys.readFile) as {
    config: { compilerOptions: { paths: Record<string, string[]> } }
  }
  const paths = Object.entries(config.compilerOptions.paths).map(
    ([name, [path]]) => [name, path!.replace('./', ROOT)] as const,
  )

  expect(Object.fromEntries(paths)).toEqual(alias)
})

function manifestIn(folder: string): Manifest {
  return JSON.parse(read(`${folder}/package.json`)) as Manifest
}

/** What is to be installed for this folder. */
function declaredBy(folder: string): Record<string, string> {
  const { dependencies, devDependencies } = manifestIn(folder)
  return { ...dependencies, ...devDependencies }
}

function workspaceOf(path: string): string {
  return WORKSPACES.find((folder) => path.startsWith(`${folder}/`)) ?? '.'
}

/** The packages that a file imports. */
function packagesIn(path: string): string[] {
  const source = path.endsWith('.vue') ? scriptOf(read(path)) : read(path)
  return ts
    .preProcessFile(source)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => !GIVEN.test(name))
    .map((name) => (name in alias ? name : name.replace(/^((?:@[^/]+\/)?[^/]+).*$/, '$1')))
}

function scriptOf(component: string): string {
  return [...component.matchAll(/^<script[^>]*>(.*?)^<\/script>/gms)].map(([, code]) => code).join()
}

/** A file that may name a package, but isn't there to declare it. */
function isText(path: string): boolean {
  return (
    /\.(?:js|ts|vue|md|html|json)$/.test(path) && !/(?:^|\/)package(?:-lock)?\.json$/.test(path)
  )
}
