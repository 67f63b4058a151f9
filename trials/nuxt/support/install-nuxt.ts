import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { userEnv } from './user-env.ts'

const exec = promisify(execFile)

/** Unlike npm's default, says nothing about the Node version that Nuxt would rather have. */
const ARGUMENTS = ['ci', '--loglevel=error', '--no-audit', '--no-fund']

/**
 * Installs what the package.json of this folder declares, unless that is there already. Returns the
 * names of these packages. Nuxt is no workspace: it drags along packages that ask for Node 22, and
 * `npm install` would warn about them.
 */
export async function installNuxt(folder: string): Promise<string[]> {
  const lock = join(folder, 'package-lock.json')
  const installed = join(folder, 'node_modules/.installed-package-lock.json')
  if (!existsSync(installed) || read(installed) !== read(lock)) {
    await exec('npm', ARGUMENTS, { cwd: folder, env: userEnv() })
    copyFileSync(lock, installed)
  }
  const { dependencies } = JSON.parse(read(join(folder, 'package.json'))) as {
    dependencies: Record<string, string>
  }
  return Object.keys(dependencies)
}

function read(path: string): string {
  return readFileSync(path, 'utf8')
}
