import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { codeBlocks } from '../../../test/house/support/markdown.ts'
import { ROOT } from '../../../test/house/support/project.ts'
import { installNuxt } from './install-nuxt.ts'
import { userEnv } from './user-env.ts'

const exec = promisify(execFile)

/** Where Nuxt is installed, and what else the app has besides the package. */
const FOLDER = join(ROOT, 'trials/nuxt')

/** A block whose first line is a comment with a path is that file. */
const PATH = /^(?:\/\/|<!--) (\S+)/

/** Builds the app that the document shows, without a network; returns its folder. */
export async function makeApp(tarball: string): Promise<string> {
  const app = realpathSync(mkdtempSync(join(tmpdir(), 'heartbeat-nuxt-')))
  try {
    for (const [path, content] of filesOfApp()) write(join(app, path), content)
    await install(tarball, app)
    await exec(process.execPath, [join(app, 'node_modules/nuxt/bin/nuxt.mjs'), 'build'], {
      cwd: app,
      env: { ...userEnv(), NUXT_TELEMETRY_DISABLED: '1' },
      timeout: 100_000,
    })
    return app
  } catch (error) {
    rmSync(app, { recursive: true })
    throw error
  }
}

function filesOfApp(): (readonly [path: string, content: string])[] {
  const shown = codeBlocks('docs/nuxt.md').flatMap(({ code }) => {
    const [, path] = PATH.exec(code) ?? []
    return path === undefined ? [] : [[path, code] as const]
  })
  return [
    ...shown,
    ['server/api/price.ts', 'export default defineEventHandler(() => 41)\n'],
    ['package.json', '{ "name": "app", "private": true, "type": "module" }\n'],
  ]
}

async function install(tarball: string, app: string): Promise<void> {
  const modules = join(app, 'node_modules')
  const installed = join(modules, 'vue-heartbeat-socket')
  mkdirSync(installed, { recursive: true })
  await exec('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'])
  for (const name of await installNuxt(FOLDER)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(FOLDER, 'node_modules', name), join(modules, name))
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
