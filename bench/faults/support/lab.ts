import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { readdirSync } from 'node:fs'

/** Debian's place for it is on the path of root only. */
const ENV = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }

const PREFIX = 'heartbeat-lab-'

/** Addresses that are reserved for documents; no one outside of the lab sees them. */
const CLIENT = '192.0.2.2'
const CLIENT_GATEWAY = '192.0.2.1'
const SERVER = '198.51.100.2'
const SERVER_GATEWAY = '198.51.100.1'

export type Place = 'client' | 'router' | 'server'

/**
 * A network of its own: three network namespaces of Linux, a client and a server with a router
 * between them, joined by pairs of virtual cables. What happens in it, the rest of the machine
 * doesn't notice. It needs root, and iproute2.
 */
export class Lab {
  readonly name: string
  /** Where a server in the lab can be reached. */
  readonly serverHost: string = SERVER

  /** The lab of this name, which may be another process's. */
  constructor(name: string) {
    this.name = name
  }

  /** Sets up a new lab, until this process ends; what dead processes have left is removed. */
  static create(): Lab {
    removeOrphans()
    const lab = new Lab(`${PREFIX}${process.pid}`)
    process.once('exit', () => lab.remove())
    try {
      lab.#build()
    } catch (error) {
      lab.remove()
      throw error
    }
    return lab
  }

  /** From now on the router throws all packets away without an answer. */
  dropPackets(): void {
    for (const host of [CLIENT, SERVER]) this.#in('router', `route add blackhole ${host}/32`)
  }

  passPackets(): void {
    for (const host of [CLIENT, SERVER]) this.#in('router', `route del blackhole ${host}/32`)
  }

  /** Pulls the client's cable, which its system notices. */
  unplug(): void {
    this.#in('router', 'link set to-client down')
  }

  plug(): void {
    this.#in('router', 'link set to-client up')
  }

  /** Runs a script of Node at this place, with a channel for messages. */
  start(place: Place, script: string, args: string[], options: SpawnOptions = {}): ChildProcess {
    const command = ['netns', 'exec', this.#at(place), process.execPath, script, ...args]
    return spawn('ip', command, {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: ENV,
      ...options,
    })
  }

  /** Removes it. Processes that still run in it keep their end, and reach no one. */
  remove(): void {
    for (const namespace of namespaces()) {
      if (namespace.startsWith(`${this.name}-`)) ip(`netns del ${namespace}`)
    }
  }

  #build(): void {
    for (const place of ['client', 'router', 'server'] as const) {
      ip(`netns add ${this.#at(place)}`)
      this.#in(place, 'link set lo up')
    }
    this.#join('client', CLIENT, CLIENT_GATEWAY)
    this.#join('server', SERVER, SERVER_GATEWAY)
    const forward = 'echo 1 > /proc/sys/net/ipv4/ip_forward'
    ip('netns exec', this.#at('router'), 'sh', '-c', forward)
  }

  #join(place: 'client' | 'server', address: string, gateway: string): void {
    const port = `to-${place}`
    this.#in('router', `link add ${port} type veth peer name cable netns ${this.#at(place)}`)
    this.#in('router', `addr add ${gateway}/24 dev ${port}`)
    this.#in('router', `link set ${port} up`)
    this.#in(place, `addr add ${address}/24 dev cable`)
    this.#in(place, 'link set cable up')
    this.#in(place, `route add default via ${gateway}`)
  }

  #at(place: Place): string {
    return `${this.name}-${place}`
  }

  #in(place: Place, command: string): void {
    ip(`-n ${this.#at(place)} ${command}`)
  }
}

/** Why there can be no lab here; `null` if there can be one. */
export function labProblem(): string | null {
  const name = `${PREFIX}${process.pid}-trial`
  try {
    ip(`netns add ${name}`)
    ip(`netns del ${name}`)
    return null
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error)
  }
}

function ip(words: string, ...more: string[]): string {
  return execFileSync('ip', [...words.split(' '), ...more], {
    encoding: 'utf8',
    env: ENV,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function namespaces(): string[] {
  return ip('netns list')
    .split('\n')
    .map((line) => line.split(' ')[0]!)
}

function removeOrphans(): void {
  const running = new Set(readdirSync('/proc'))
  for (const namespace of namespaces()) {
    const [, pid] = /^heartbeat-lab-(\d+)-/.exec(namespace) ?? []
    if (pid !== undefined && !running.has(pid)) ip(`netns del ${namespace}`)
  }
}
