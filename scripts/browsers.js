// Sees to the browsers that the tests drive: finds them, installs what is missing, tries them.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { BROWSERS, launch } from './find-browsers.js'
import { attempt, canInstallPackages, installPackages, run } from './install.js'

/** @typedef {import('./find-browsers.d.ts').BrowserName} BrowserName */

const PACKAGES = { chromium: 'chromium', firefox: 'firefox-esr' }
const inCI = process.env.CI === 'true'

let missing = await tryAll(BROWSERS)
for (const install of installers()) {
  if (missing.length === 0) break
  if (attempt(() => install(missing))) missing = await tryAll(missing)
}
process.exitCode = report(missing)

/**
 * @param {readonly BrowserName[]} names
 * @returns {Promise<BrowserName[]>} those that don't work
 */
async function tryAll(names) {
  const results = await Promise.all(names.map(tryOne))
  return names.filter((_, index) => !results[index])
}

/** @param {BrowserName} name */
async function tryOne(name) {
  const result = await launch(name)
  if ('problem' in result) {
    console.log(`${name}: ${result.problem}`)
    return false
  }
  console.log(`${name} ${result.browser.version()}: ${result.path}`)
  await result.browser.close()
  return true
}

function installers() {
  return canInstallPackages() ? [installFromDebian, download] : [download]
}

/** @param {BrowserName[]} names */
function installFromDebian(names) {
  installPackages(names.map((name) => PACKAGES[name]))
}

/** @param {BrowserName[]} names */
function download(names) {
  const folder = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
  run(process.execPath, [join(folder, 'cli.js'), 'install', '--no-shell', ...names])
}

/**
 * @param {BrowserName[]} left
 * @returns {number} exit code
 */
function report(left) {
  if (left.length === 0) return 0
  const names = left.join(' and ')
  if (left.length === BROWSERS.length) {
    console.error(`No browser to test in: ${names} are missing, and installing them failed.`)
    return 1
  }
  if (inCI) {
    console.error(`With CI=true both browsers are needed: ${names} is missing.`)
    return 1
  }
  console.warn(`Left out: ${names}. The browser tests run without it.`)
  return 0
}
