// Sees to `ip`, with which the tests under faults make networks of their own: on Linux, as root.
import { spawnSync } from 'node:child_process'
import { delimiter } from 'node:path'
import { attempt, canInstallPackages, installPackages } from './install.js'

// Debian's place for it is on the path of root only.
const env = { ...process.env, PATH: [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter) }
const isRoot = process.getuid?.() === 0

if (isMissing() && canInstallPackages()) attempt(() => installPackages(['iproute2']))
process.exitCode = report()

function isMissing() {
  return spawnSync('ip', ['-Version'], { env }).status !== 0
}

/** @returns {number} exit code */
function report() {
  if (!isMissing()) {
    console.log('ip: found')
    return 0
  }
  if (isRoot && process.env.CI === 'true') {
    console.error('With CI=true root needs `ip`, of the package iproute2.')
    return 1
  }
  console.warn('Left out: networks of our own. They need Linux, root, and `ip` of iproute2.')
  return 0
}
