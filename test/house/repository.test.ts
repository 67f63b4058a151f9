import { expect, it } from 'vitest'
import { filesIn, read } from './support/project.ts'

interface Lock {
  readonly packages: Record<string, { readonly resolved?: string }>
}

const BINARY = /\.(?:png|ico|woff2?|tgz)$/

/** Folders that only one machine has; put together, so that this file doesn't name them. */
const OF_ONE_MACHINE = new RegExp(
  `(?:^|[^\\w.\\-/*])/(?:${['work', 'home', 'root', 'Users', 'tmp/bash'].join('|')})[/_]\\w`,
)

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
