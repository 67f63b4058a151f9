import { readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { publint } from 'publint'
import { describe, expect, inject, it } from 'vitest'
import { LARGEST_TARBALL } from '../../scripts/release-checks.js'
import { bundle, measure } from '../../scripts/size.js'
import { runNode } from './support/run.ts'

const installed = inject('installed')

/** What the profile `esm-only` passes over. */
const PASSED = new Set(['node10', 'node16-cjs'])

interface Report {
  readonly analysis: {
    readonly entrypoints: Record<string, unknown>
    readonly problems: readonly { readonly resolutionKind: string }[]
  }
}

/** What is long and read on the repository's pages; source maps of a build that is readable. */
const LEFT_OUT =
  /\.(?:gif|map|png|svg|webp)$|^docs\/(?:conformance|delivery|faults|fleet|performance)\.md$/

describe('the tarball', () => {
  it('has at most 250 kB, and no pictures, source maps or pages of measurements', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' })

    expect(statSync(inject('tarball')).size).toBeLessThanOrEqual(LARGEST_TARBALL)
    expect(files).toContain(join('docs', 'events.md'))
    expect(files.filter((path) => LEFT_OUT.test(path.replaceAll('\\', '/')))).toEqual([])
  })

  it('holds the build, the documents and the licence, and nothing else', () => {
    expect(readdirSync(installed).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'dist',
      'docs',
      'package.json',
    ])
  })

  it('gives publint nothing to say', async () => {
    const { messages } = await publint({ pkgDir: installed, strict: true })

    expect(messages).toEqual([])
  })

  // The profile for packages that are ESM only: it passes over `require()` and over Node 10's
  // resolution, which knows no `exports`, and judges the rest.
  it('gives "are the types wrong" nothing to say, for ESM only', async () => {
    const attw = binOf('@arethetypeswrong/cli', 'attw')
    const options = ['--profile=esm-only', '--format=json']

    const output = await runNode(installed, [attw, inject('tarball'), ...options])

    const { analysis } = JSON.parse(output) as Report
    const problems = analysis.problems.filter(({ resolutionKind }) => !PASSED.has(resolutionKind))
    expect(Object.keys(analysis.entrypoints)).toEqual(
      expect.arrayContaining([
        '.',
        './server',
        './server/redis',
        './socket',
        './tabs',
        './testing',
        './worker-timers',
      ]),
    )
    expect(problems).toEqual([])
  })
})

describe('what it adds to an app', async () => {
  const parts = await measure(join(installed, 'dist'))

  it.each(parts)('$name: at most $limit bytes, minified and gzipped', ({ bytes, limit }) => {
    expect(bytes).toBeLessThanOrEqual(limit)
  })
})

it('an app that uses no topics, requests or countdown has no byte of them', async () => {
  const dist = join(installed, 'dist')
  const names = ['HeartbeatSocket', 'onSocketEvent', 'onSocketMessage', 'useHeartbeatSocket']
  // The same without the entry, which names all the rest.
  const apart = `
    export { HeartbeatSocket } from './plugin/heartbeat-socket.js'
    export { onSocketEvent, onSocketMessage } from './plugin/listen.js'
    export { useHeartbeatSocket } from './plugin/use-heartbeat-socket.js'
  `

  const bundled = await bundle(dist, `export { ${names.join(', ')} } from './index.js'`)

  expect(bundled).toBe(await bundle(dist, apart))
  expect(bundled).not.toContain('R0014')
  expect(await bundle(dist, `export * from './index.js'`)).toContain('R0014')
})

/** The script behind a command of a package. */
function binOf(name: string, command: string): string {
  const require = createRequire(import.meta.url)
  const path = require.resolve(`${name}/package.json`)
  const { bin } = require(path) as { bin: Record<string, string> }
  return join(dirname(path), bin[command]!)
}
