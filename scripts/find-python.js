import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { onPath } from './on-path.js'

/** @type {import('./find-python.d.ts').findPython} */
export function findPython() {
  // Another Python on the path doesn't see Debian's packages.
  const paths = [...onPath('python3'), '/usr/bin/python3'].filter(existsSync)
  const works = (/** @type {string} */ path) =>
    spawnSync(path, ['-c', 'import sys, websockets; sys.exit(sys.version_info < (3, 10))'])
      .status === 0
  const path = paths.find(works)
  return path === undefined ? { problem: 'no Python 3.10 with the package websockets' } : { path }
}
