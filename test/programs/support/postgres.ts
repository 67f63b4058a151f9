import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { findServer } from '../../../scripts/find-servers.js'

export interface Postgres {
  /** As `pg` has it. The values are text or numbers. */
  query(text: string, values?: unknown[]): Promise<string[][]>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/** A Postgres of its own, in a folder of its own, which only a socket in that folder leads to. */
export async function startPostgres(): Promise<Postgres> {
  const found = findServer('postgres')
  if (!('path' in found)) throw new Error(found.problem)
  const programs = dirname(realpathSync(found.path))
  const program = (name: string): string => join(programs, name)
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-postgres-'))
  const owner = ownerOf(folder)
  const settings = { ...owner, encoding: 'utf8', stdio: 'pipe' } as const
  const initial = ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-N']
  execFileSync(program('initdb'), initial, settings)
  // Its data are gone after the test: nothing has to reach a disk.
  const options = ['-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off']
  const child = spawn(program('postgres'), ['-D', join(folder, 'data'), ...options], {
    ...owner,
    stdio: ['ignore', 'ignore', 'pipe'],
  })

  async function remove(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      // Its word for "at once".
      child.kill('SIGINT')
      await ended
    }
    rmSync(folder, { recursive: true })
  }

  try {
    await isReady(child.stderr)
  } catch (error) {
    await remove()
    throw error
  }
  const run = promisify(execFile)
  return {
    async query(text, values = []) {
      const filled = text.replaceAll(/\$(\d+)/g, (_, at) => literal(values[Number(at) - 1]))
      const args = ['-h', folder, '-U', 'postgres', '-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1']
      const { stdout } = await run(program('psql'), [...args, '-c', filled])
      return stdout
        .split('\n')
        .filter((line) => line !== '' && !/^(?:INSERT|CREATE) /.test(line))
        .map((line) => line.split('|'))
    },
    remove,
  }
}

/** It refuses to run as root: then Debian's user has the folder. */
function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  const [uid, gid] = [idOf('-u'), idOf('-g')]
  chownSync(folder, uid, gid)
  return { uid, gid }
}

async function isReady(log: NodeJS.ReadableStream): Promise<void> {
  let said = ''
  for await (const chunk of log) {
    said += String(chunk)
    if (said.includes('ready to accept connections')) return
  }
  throw new Error(`Postgres ended: ${said}`)
}

/** As `standard_conforming_strings` wants it. */
function literal(value: unknown): string {
  return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}
