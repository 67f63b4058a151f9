import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { userEnv } from './user-env.ts'

export interface RunningApp {
  readonly address: string
  /** Ends the server; says what it has printed besides where it listens. */
  stop(): Promise<string>
}

/** Node 22 has a WebSocket; that of this server says of each use. */
const TELLING_SOCKET = `
  globalThis.WebSocket = class {
    constructor(url) {
      console.error('A socket on the server: ' + url)
    }
  }`

/** Starts the built app on a fresh port, with this url for its sockets. Ends with the test. */
export async function startApp(app: string, socketUrl: string): Promise<RunningApp> {
  const preload = join(app, 'telling-socket.mjs')
  writeFileSync(preload, TELLING_SOCKET)
  const server = spawn(process.execPath, ['--import', preload, '.output/server/index.mjs'], {
    cwd: app,
    env: { ...userEnv(), HOST: '127.0.0.1', PORT: '0', NUXT_PUBLIC_SOCKET_URL: socketUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const ended = once(server, 'close')
  const stop = async (): Promise<string> => {
    server.kill('SIGKILL')
    await ended
    return printed
  }
  onTestFinished(async () => void (await stop()))
  const listening = new Promise<string>((resolve, reject) => {
    const note = (chunk: Buffer): void => {
      printed += chunk
      printed = printed.replace(/^Listening on (\S+)\n/m, (_, address: string) => {
        resolve(address)
        return ''
      })
    }
    server.stdout.on('data', note)
    server.stderr.on('data', note)
    void ended.then(() => reject(new Error(`The server has ended: ${printed}`)))
  })
  return { address: await listening, stop }
}
