import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const DOCUMENT = new URL('../../../docs/operations.md', import.meta.url)

/** The commands of root are on the path of root only. */
const env = { ...process.env, PATH: [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter) }

export interface Nginx {
  readonly port: number
  stop(): Promise<void>
}

/** Runs nginx with the configuration of the documentation, between ports of this machine. */
export async function startNginx(first: number, second: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-nginx-'))
  mkdirSync(join(folder, 'temp'))
  const port = await freePort()
  const documented = /```nginx\n(.*?)```/s.exec(readFileSync(DOCUMENT, 'utf8'))![1]!
  const server = documented
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace('8081', `${first}`)
    .replace('8082', `${second}`)
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, configuration(folder, server))
  const stdio = ['ignore', 'inherit', 'pipe'] as const
  const child = spawn('nginx', ['-p', folder, '-c', file], { env, stdio: [...stdio] })
  const ended = once(child, 'exit')
  await listening(child)
  return {
    port,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}

const configuration = (folder: string, server: string): string => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr notice;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/temp;
  proxy_temp_path ${folder}/temp;
  fastcgi_temp_path ${folder}/temp;
  uwsgi_temp_path ${folder}/temp;
  scgi_temp_path ${folder}/temp;
  ${server}
}
`

/** It says how it waits for events when it listens. */
async function listening({ stderr }: ChildProcess): Promise<void> {
  let log = ''
  for await (const part of stderr!.iterator({ destroyOnReturn: false })) {
    log += part
    // What comes later must not fill the pipe.
    if (log.includes('event method')) return void stderr!.resume()
  }
  throw new Error(`nginx has ended: ${log}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
