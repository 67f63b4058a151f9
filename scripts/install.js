// Gets what the tests drive and this machine lacks.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Whether this is Debian, and we may install its packages. */
export function canInstallPackages() {
  return isDebian() && process.getuid?.() === 0
}

// Other systems that have apt offer some of these packages as stubs that need snap.
function isDebian() {
  const file = '/etc/os-release'
  return existsSync(file) && /^ID="?debian"?$/m.test(readFileSync(file, 'utf8'))
}

/** @param {string[]} packages */
export function installPackages(packages) {
  run('apt-get', ['update'])
  run('apt-get', ['install', '-y', ...packages])
}

/**
 * @param {string} command
 * @param {string[]} args
 */
export function run(command, args) {
  console.log(`> ${command} ${args.join(' ')}`)
  execFileSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

/**
 * @param {() => void} step
 * @returns {boolean} whether it went well; if not, says why
 */
export function attempt(step) {
  try {
    step()
    return true
  } catch (error) {
    console.log(error instanceof Error ? error.message : error)
    return false
  }
}
