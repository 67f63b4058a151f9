import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { run } from './run.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The packed package. */
    tarball: string
    /** What the tarball holds, as a user's app has it. */
    installed: string
    /** An app that uses it. */
    app: string
  }
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const APP = fileURLToPath(new URL('../app', import.meta.url))

/** What the app has besides; the folders of what these need themselves are found from there. */
const LINKED = ['@vitejs/plugin-vue', '@vue/devtools-api', 'nostics', 'pinia', 'vite', 'vue']

/** Packs the package once for all tests and installs it in an app, without a network. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heartbeat-package-')))
  const tarball = await pack(join(folder, 'package'))
  const app = join(folder, 'app')
  const installed = join(app, 'node_modules/vue-heartbeat-socket')
  cpSync(APP, app, { recursive: true })
  mkdirSync(installed, { recursive: true })
  await run(folder, 'tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'])
  for (const name of LINKED) link(name, app)

  project.provide('tarball', tarball)
  project.provide('installed', installed)
  project.provide('app', app)
  return () => rmSync(folder, { recursive: true })
}

/** Packs what a release would, from a fresh build. */
async function pack(folder: string): Promise<string> {
  await build({
    root: ROOT,
    logLevel: 'error',
    mode: 'production',
    build: { outDir: join(folder, 'dist'), emptyOutDir: true, reportCompressedSize: false },
  })
  for (const name of [
    'package.json',
    'README.md',
    'README.zh-CN.md',
    'CHANGELOG.md',
    'LICENSE',
    'docs',
  ]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true })
  }
  const output = await run(folder, 'npm', ['pack', '--json', '--offline', '--ignore-scripts'])
  const [{ filename }] = JSON.parse(output) as [{ filename: string }]
  return join(folder, filename)
}

function link(name: string, app: string): void {
  const path = join(app, 'node_modules', name)
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules', name), path)
}
