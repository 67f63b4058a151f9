import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const LOGIN = { user: 'me', pass: 'secret' }

/** @type {import('./nats-server.d.ts').startNatsServer} */
export async function startNatsServer(path, pingInterval) {
  const folder = mkdtempSync(join(tmpdir(), 'nats-server-'))
  const file = join(folder, 'nats.conf')
  writeFileSync(file, configuration(pingInterval))
  const child = spawn(path, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  const url = await announcedBy(child.stderr)
  return {
    url,
    freeze: () => void child.kill('SIGSTOP'),
    async stop() {
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}

/** @param {number} pingInterval */
function configuration(pingInterval) {
  return `
    listen: "127.0.0.1:-1"
    ping_interval: "${pingInterval}ms"
    websocket { listen: "127.0.0.1:-1", no_tls: true }
    authorization { user: "${LOGIN.user}", password: "${LOGIN.pass}" }
  `
}

/**
 * The url of the websocket listener, once the log names it.
 * @param {import('node:stream').Readable} output
 */
async function announcedBy(output) {
  let log = ''
  for await (const part of output.iterator({ destroyOnReturn: false })) {
    log += part
    const [, url] = /websocket clients on (ws:\S+)/.exec(log) ?? []
    // What comes later must not fill the pipe.
    if (url !== undefined) return output.resume() && url
  }
  throw new Error(`nats-server has ended: ${log}`)
}
