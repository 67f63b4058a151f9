import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findServer } from '../../scripts/find-servers.js'

export interface RedisServer {
  readonly port: number
  readonly url: string
  readonly pid: number
  signal(name: NodeJS.Signals): void
  /** Ends it at once, and resolves when it has ended. Its data stay. */
  kill(): Promise<void>
  /** Starts it again, with what it had saved. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/** Tries another port where a stranger was quicker. */
const MAX_ATTEMPTS = 5

/** A Redis of its own, on a fresh port, in a folder of its own. By default it saves nothing. */
export async function startRedis(...args: string[]): Promise<RedisServer> {
  const found = findServer('redis-server')
  if (!('path' in found)) throw new Error(found.problem)
  const { path } = found
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-redis-'))
  let port = 0
  let child: ChildProcess

  async function start(): Promise<void> {
    const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '']
    child = spawn(path, [...settings, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    await ready(child)
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  for (let attempt = 1; ; attempt++) {
    port = await freePort()
    try {
      await start()
      break
    } catch (error) {
      await kill()
      if (attempt === MAX_ATTEMPTS) throw error
    }
  }

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return child.pid!
    },
    signal: (name) => void child.kill(name),
    kill,
    start,
    async remove() {
      await kill()
      rmSync(folder, { recursive: true })
    },
  }
}

async function ready({ stdout, stderr }: ChildProcess): Promise<void> {
  let log = ''
  stderr!.resume()
  for await (const part of stdout!.iterator({ destroyOnReturn: false })) {
    log += part
    // What comes later must not fill the pipe.
    if (log.includes('Ready to accept connections')) return void stdout!.resume()
  }
  throw new Error(`redis-server has ended: ${log}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
