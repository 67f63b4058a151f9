// Sees to what the tests drive besides Node: finds it, installs what is missing, says what is left out.
import { spawnSync } from 'node:child_process'
import { delimiter } from 'node:path'
import { launch } from './find-browsers.js'
import { findPython } from './find-python.js'
import { findServer } from './find-servers.js'
import { findWebKit } from './find-webkit.js'
import { attempt, canInstallPackages, installPackages } from './install.js'

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string[]} packages Debian's, which bring it
 * @property {string} tests what is left out without it
 * @property {() => Promise<string | null>} problem why it doesn't work here; `null` if it does
 */

/** Commands of root are on the path of root only. */
const env = { ...process.env, PATH: [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter) }

/** @type {Part[]} */
const quick = [
  browser('chromium', 'chromium'),
  browser('firefox', 'firefox-esr'),
  {
    name: 'nats-server',
    packages: ['nats-server'],
    tests: 'the tests against a real NATS server',
    problem: async () => problemOf(findServer('nats-server')),
  },
  {
    name: 'redis-server',
    packages: ['redis-server'],
    tests: 'the tests of the store in Redis, and of servers that share it',
    problem: async () => problemOf(findServer('redis-server')),
  },
  {
    name: 'postgres',
    packages: ['postgresql'],
    tests: 'the test of a form saved in Postgres',
    problem: async () => problemOf(findServer('postgres')),
  },
  {
    name: 'python3-websockets',
    packages: ['python3-websockets'],
    tests: 'the tests of the server in Python',
    problem: async () => problemOf(findPython()),
  },
  {
    name: 'WebKitGTK',
    packages: ['webkit2gtk-driver', 'xvfb'],
    tests: 'the tests in WebKit',
    problem: async () => problemOf(findWebKit()),
  },
]

/** @type {Part[]} */
const nightly = [
  {
    name: 'nginx',
    packages: ['nginx-light'],
    tests: 'the tests of the documented proxy',
    problem: async () => (spawnSync('nginx', ['-v'], { env }).status === 0 ? null : 'not found'),
  },
  {
    name: 'ip',
    packages: ['iproute2'],
    tests: 'the faults on networks of our own (which need Linux and root, too)',
    problem: async () => (spawnSync('ip', ['-Version'], { env }).status === 0 ? null : 'not found'),
  },
]

const parts = process.argv.includes('--nightly') ? [...quick, ...nightly] : quick
const mayInstall = canInstallPackages() && process.env.NO_INSTALL !== '1'

let missing = await missingOf(parts)
if (missing.length > 0 && mayInstall) {
  const packages = missing.flatMap((part) => part.packages)
  console.log(
    `Some tests need what this machine lacks. About to install these packages of Debian, as root: ` +
      `${packages.join(', ')}.\nTo go on without them: NO_INSTALL=1 npm test`,
  )
  attempt(() => installPackages(packages))
  missing = await missingOf(missing)
}
process.exitCode = report(missing)

/**
 * @param {readonly Part[]} all
 * @returns {Promise<Part[]>} those that don't work
 */
async function missingOf(all) {
  const problems = await Promise.all(all.map((part) => part.problem()))
  return all.filter((_, index) => problems[index] !== null)
}

/**
 * @param {import('./find-browsers.d.ts').BrowserName} name
 * @param {string} debianPackage
 * @returns {Part}
 */
function browser(name, debianPackage) {
  return {
    name,
    packages: [debianPackage],
    tests: `the tests in ${name}`,
    async problem() {
      const result = await launch(name)
      if ('problem' in result) return result.problem
      await result.browser.close()
      return null
    },
  }
}

/** @param {object} result */
function problemOf(result) {
  return 'problem' in result ? String(result.problem) : null
}

/**
 * @param {readonly Part[]} left
 * @returns {number} exit code
 */
function report(left) {
  for (const { name, tests } of left) console.warn(`${name} is missing. Left out: ${tests}.`)
  const packages = left.flatMap((part) => part.packages).join(' ')
  if (left.length > 0) console.warn(`On Debian: apt-get install ${packages} (as root)`)
  if (left.some(({ name }) => name === 'chromium' || name === 'firefox')) {
    console.warn('Elsewhere, for the browsers: npx playwright-core install chromium firefox')
  }
  if (left.length === 0 || process.env.CI !== 'true') return 0
  console.error('With CI=true all of them are needed.')
  return 1
}
