import { expect, it } from 'vitest'
import { problemsOf, type Release } from '../../scripts/release-checks.js'
import { read } from './support/project.ts'

const manifest = JSON.parse(read('package.json')) as Release['manifest']

/** This repository as it is, with a tarball that holds what it should. */
const ready: Release = {
  planned: '1.2.3',
  manifest,
  changelog: read('CHANGELOG.md'),
  licence: read('LICENSE'),
  workflow: read('.github/workflows/release.yml'),
  size: 100_000,
  files: [
    'package.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    ...Object.values(manifest.exports).flatMap((target) => Object.values(target)),
  ].map((path) => ({ path: path.replace('./', ''), size: 1 })),
  parts: [{ name: 'engine', bytes: 10, limit: 10 }],
}

it('finds nothing wrong with this repository', () => {
  expect(problemsOf(ready)).toEqual([])
})

it('takes a version that the changelog has for one whose changesets are gathered', () => {
  const changelog = '# Changelog\n\n## 1.2.3\n\n- More.\n'

  const release = { ...ready, planned: undefined, changelog }

  expect(problemsOf({ ...release, manifest: { ...manifest, version: '1.2.3' } })).toEqual([])
  expect(problemsOf({ ...release, manifest: { ...manifest, version: '1.2.4' } })).toEqual([
    'CHANGELOG.md says nothing of 1.2.4: run `npx changeset`.',
  ])
})

it.each<[string, Partial<Release>]>([
  ['LICENSE is not the licence', { licence: 'Apache License' }],
  ['provenance is not true', { manifest: { ...manifest, publishConfig: { access: 'public' } } }],
  ['access is not "public"', { manifest: { ...manifest, publishConfig: { provenance: true } } }],
  [
    'repository.url is not an address on GitHub',
    { manifest: { ...manifest, repository: { url: 'https://example.com/x.git' } } },
  ],
  ['no permission "id-token: write"', { workflow: 'permissions:\n  contents: write\n' }],
  [
    'dist/index.js is not in the tarball',
    { files: ready.files.filter(({ path }) => path !== 'dist/index.js') },
  ],
  ['The tarball has 250001 bytes', { size: 250_001 }],
  ['engine: 11 bytes', { parts: [{ name: 'engine', bytes: 11, limit: 10 }] }],
])('says that %s', (problem, change) => {
  const problems = problemsOf({ ...ready, ...change })

  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(problem)
})
