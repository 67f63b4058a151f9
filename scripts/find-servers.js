import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { onPath } from './on-path.js'

/** @type {readonly import('./find-servers.d.ts').ServerName[]} */
export const SERVERS = ['nats-server', 'redis-server', 'postgres']

const VARIABLES = {
  'nats-server': 'NATS_SERVER_PATH',
  'redis-server': 'REDIS_SERVER_PATH',
  postgres: 'POSTGRES_PATH',
}

/** Where Debian puts each version of Postgres, which is on no path. */
const POSTGRES_FOLDER = '/usr/lib/postgresql'

/** @type {import('./find-servers.d.ts').findServer} */
export function findServer(name) {
  const named = process.env[VARIABLES[name]]
  // Debian's place for servers is on the path of root only.
  const paths = named ? [named] : [...onPath(name), `/usr/sbin/${name}`, ...versions(name)]
  const problems = []
  for (const path of paths.filter(existsSync)) {
    const { status, stdout, stderr, error } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    if (status === 0) return { name, path, version: stdout.trim() }
    problems.push(`${path}: ${error?.message ?? stderr.trim()}`)
  }
  return { name, problem: problems.join('; ') || 'not found' }
}

/**
 * @param {string} name
 * @returns {string[]} the newest first
 */
function versions(name) {
  if (name !== 'postgres' || !existsSync(POSTGRES_FOLDER)) return []
  const newestFirst = readdirSync(POSTGRES_FOLDER).sort((a, b) => Number(b) - Number(a))
  return newestFirst.map((version) => join(POSTGRES_FOLDER, version, 'bin', name))
}
