// Sees to the servers that the tests talk to: finds them, installs what is missing.
import { findServer, SERVERS } from './find-servers.js'
import { attempt, canInstallPackages, installPackages } from './install.js'

const PACKAGES = { 'nats-server': 'nats-server' }
const inCI = process.env.CI === 'true'

let missing = SERVERS.filter(isMissing)
if (missing.length > 0 && canInstallPackages()) {
  if (attempt(() => installPackages(missing.map((name) => PACKAGES[name])))) {
    missing = missing.filter(isMissing)
  }
}
process.exitCode = report(missing)

/** @param {import('./find-servers.d.ts').ServerName} name */
function isMissing(name) {
  const found = findServer(name)
  console.log('problem' in found ? `${name}: ${found.problem}` : `${found.version}: ${found.path}`)
  return 'problem' in found
}

/**
 * @param {import('./find-servers.d.ts').ServerName[]} left
 * @returns {number} exit code
 */
function report(left) {
  if (left.length === 0) return 0
  const names = left.join(' and ')
  if (inCI) {
    console.error(`With CI=true all servers are needed: ${names} is missing.`)
    return 1
  }
  console.warn(`Left out: ${names}. The tests against it are not run.`)
  return 0
}
