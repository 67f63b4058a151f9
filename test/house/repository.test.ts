import { expect, it } from 'vitest'
import { filesIn, read } from './support/project.ts'

interface Manifest {
  readonly repository: { readonly url: string }
  readonly bugs: { readonly url: string }
}

interface Lock {
  readonly packages: Record<string, { readonly resolved?: string }>
}

const BINARY = /\.(?:png|ico|woff2?|tgz)$/

/** Folders that only one machine has; put together, so that this file doesn't name them. */
const OF_ONE_MACHINE = new RegExp(
  `(?:^|[^\\w.\\-/*])/(?:${['work', 'home', 'root', 'Users', 'tmp/bash'].join('|')})[/_]\\w`,
)

it('every address of this repository is the one that package.json has', () => {
  const { repository, bugs } = JSON.parse(read('package.json')) as Manifest
  const address = repository.url.replace(/^git\+(.*)\.git$/, '$1')
  const name = address.split('/').at(-1)!
  const named = filesIn('.')
    .filter((path) => /\.(?:ts|js|vue|md|yml|json)$/.test(path))
    .flatMap((path) => [...read(path).matchAll(/https:\/\/github\.com\/[\w-]+\/([\w-]+)/g)])
    .filter(([, repositoryName]) => repositoryName === name)
    .map(([found]) => found)

  expect(bugs.url).toBe(`${address}/issues`)
  expect(named.length).toBeGreaterThan(3)
  expect(new Set(named)).toEqual(new Set([address]))
})

it('package-lock.json names no host to download from', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as Lock
  const hosts = Object.entries(packages).filter(([, { resolved }]) => resolved?.includes('//'))

  expect(hosts).toEqual([])
  expect(read('package-lock.json')).not.toMatch(/\/\/registry\./)
})

it('no file names a folder of one machine', () => {
  const found = filesIn('.')
    .filter((path) => !BINARY.test(path))
    .flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, at) => (OF_ONE_MACHINE.test(line) ? [`${path}:${at + 1}: ${line}`] : [])),
    )

  expect(found).toEqual([])
})
