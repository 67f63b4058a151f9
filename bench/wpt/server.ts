import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { symlinkSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** The names that tests know this machine by. */
export const HOSTS = ['web-platform.test', 'not-web-platform.test']

const SERVE = fileURLToPath(new URL('serve.py', import.meta.url))

const READY_TIMEOUT = 120_000

/** What goes into the pages of the suite. */
export interface Additions {
  /** Runs first, in pages and in workers. */
  readonly script: string
  /** Stands in for `testharnessreport.js`, which is there for that. */
  readonly report: string
}

export interface SuiteServer {
  /** The address of a page. */
  url(path: string): string
  stop(): void
}

type Ports = Record<'http' | 'https' | 'ws' | 'wss' | 'h2', number[]>

/** The suite's own servers, on free ports of the loopback. */
export async function startServer(suite: string, additions: Additions): Promise<SuiteServer> {
  const folder = mkdtempSync(join(tmpdir(), 'wpt-'))
  const ports = await freePorts()
  const server = spawn('python3', [SERVE, suite, ...prepare(folder, suite, ports, additions)], {
    detached: true,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let printed = ''
  server.stderr.on('data', (text) => (printed = `${printed}${text}`.slice(-2_000)))
  const stop = () => {
    // It has a process for each port.
    if (server.exitCode === null) process.kill(-server.pid!, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  const deadline = Date.now() + READY_TIMEOUT
  for (const port of Object.values(ports).flat()) {
    while (!(await isOpen(port))) {
      if (server.exitCode !== null || Date.now() > deadline) {
        stop()
        throw new Error(`The suite's server has not started: ${printed}`)
      }
      await sleep(200)
    }
  }
  return { url: (path) => addressOf(path, ports), stop }
}

/** Where a page is, as its name and its query say. */
function addressOf(path: string, { h2, http, https }: Ports): string {
  if (path.includes('wpt_flags=h2')) return `https://${HOSTS[0]}:${h2[0]}/${path}`
  const isSecure = path.includes('.https.') || path.includes('wpt_flags=https')
  return isSecure
    ? `https://${HOSTS[0]}:${https[0]}/${path}`
    : `http://${HOSTS[0]}:${http[0]}/${path}`
}

/** Writes what the server is to read, and returns its options. */
function prepare(
  folder: string,
  suite: string,
  ports: Ports,
  { script, report }: Additions,
): string[] {
  const path = (name: string) => join(folder, name)
  writeFileSync(
    path('config.json'),
    JSON.stringify({ server_host: '127.0.0.1', check_subdomains: false, ports }),
  )
  writeFileSync(path('inject.js'), script)
  const [own, theirs] = [path('resources'), join(suite, 'resources')]
  mkdirSync(own)
  for (const name of readdirSync(theirs)) {
    if (!/^testharness(report)?\.js$/.test(name)) symlinkSync(join(theirs, name), join(own, name))
  }
  // Scripts can be put into pages only, but workers load this one first.
  const harness = readFileSync(join(theirs, 'testharness.js'), 'utf8')
  const inWorkers = `if (!('document' in globalThis)) {\n${script}\n}\n`
  writeFileSync(join(own, 'testharness.js'), inWorkers + harness)
  writeFileSync(join(own, 'testharnessreport.js'), report)
  writeFileSync(path('aliases'), `/resources/, ${own}`)
  const options = ['--config', path('config.json'), '--alias_file', path('aliases')]
  return script === '' ? options : [...options, '--inject-script', path('inject.js')]
}

async function freePorts(): Promise<Ports> {
  const servers = Array.from({ length: 8 }, () => createServer())
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
        ),
    ),
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  const [a, b, c, d, ws, wss, h2] = ports as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return { http: [a, b], https: [c, d], ws: [ws], wss: [wss], h2: [h2] }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const tcp = connect(port, '127.0.0.1')
    tcp.on('connect', () => resolve(true)).on('error', () => resolve(false))
    tcp.on('connect', () => tcp.destroy())
  })
}
