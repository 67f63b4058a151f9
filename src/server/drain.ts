import { RESTART } from '../protocol/index.ts'
import type { Core } from './core.ts'
import { sleep } from './environment.ts'

/** Between two groups of closes, in ms. */
const STEP = 50

/** How long `drain()` may take. */
export interface DrainOptions {
  /** For handlers and closes together, in ms. @default 20_000 */
  readonly within?: number | undefined
}

/** Lets running handlers finish, then closes all links, spread over what is left of the time. */
export async function drain(core: Core, { within = 20_000 }: DrainOptions): Promise<void> {
  const { clients, sessions, environment } = core
  const { timer } = environment
  const deadline = timer.now() + within
  const idle = Promise.all([...sessions.values()].map(({ upstream }) => upstream.whenIdle()))
  // A part of the time is for the closes, whatever handlers do.
  await Promise.race([idle, sleep(timer, within / 2)])
  const begin = timer.now()
  const total = clients.size
  while (clients.size > 0) {
    const share = (deadline - timer.now()) / Math.max(1, deadline - begin)
    const group = [...clients].slice(0, clients.size - Math.floor(total * Math.max(0, share)))
    for (const client of group) client.close(RESTART, 'draining')
    if (clients.size > 0) await sleep(timer, STEP)
  }
}
