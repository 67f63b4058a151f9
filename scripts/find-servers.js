import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { onPath } from './on-path.js'

/** @type {readonly import('./find-servers.d.ts').ServerName[]} */
export const SERVERS = ['nats-server', 'redis-server']

const VARIABLES = { 'nats-server': 'NATS_SERVER_PATH', 'redis-server': 'REDIS_SERVER_PATH' }

/** @type {import('./find-servers.d.ts').findServer} */
export function findServer(name) {
  const named = process.env[VARIABLES[name]]
  // Debian's place for servers is on the path of root only.
  const paths = named ? [named] : [...onPath(name), `/usr/sbin/${name}`]
  const problems = []
  for (const path of paths.filter(existsSync)) {
    const { status, stdout, stderr, error } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    if (status === 0) return { name, path, version: stdout.trim() }
    problems.push(`${path}: ${error?.message ?? stderr.trim()}`)
  }
  return { name, problem: problems.join('; ') || 'not found' }
}
