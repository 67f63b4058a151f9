import type { PageSignal, SocketOptions, SocketStatus } from 'vue-heartbeat-socket/socket'
import { seeded } from './random.ts'
import { setUp, type Kit } from './set-up.ts'

/** The table of DESIGN, section 4: where each status may lead. */
export const LEGAL: Record<SocketStatus, readonly SocketStatus[]> = {
  idle: ['connecting', 'closed'],
  connecting: ['open', 'reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  open: ['reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  reconnecting: ['open', 'reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  suspended: ['reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  closed: ['connecting'],
  failed: ['connecting', 'closed'],
}

type Step = (kit: Kit, random: () => number) => unknown

const wakes: readonly PageSignal[] = ['online', 'visible', 'resume', 'pageshow']

/** What may happen to a connection; those written twice happen more often. */
const faults: readonly Step[] = [
  ({ server }) => server.accept(),
  ({ server }) => server.accept(),
  ({ server }) => server.accept(),
  ({ server }) => server.refuse(),
  ({ server }) => server.drop(),
  ({ server }) => server.goSilent(),
  ({ server }, random) => server.close([1001, 1008, 1012, 4000, 4403][Math.floor(random() * 5)]),
  ({ server }) => server.send({ news: 1 }),
  ({ server }) => server.send({ news: 1 }),
  ({ link }) => (link.readyState = Math.max(2, link.readyState)),
  ({ link }) => link.emit('error'),
  ({ timers }, random) => timers.advance(Math.floor(random() * 3_000)),
  ({ timers }, random) => timers.advance(Math.floor(random() * 30_000)),
  ({ timers }, random) => timers.sleep(Math.floor(random() * 100_000)),
  ({ page }) => page.goOffline(),
  ({ page }) => page.goOnline(),
  ({ page }) => page.hide(),
  ({ page }) => page.show(),
  ({ page }) => page.emit('pagehide'),
  ({ page }) => page.emit('freeze'),
  ({ page }, random) => page.emit(wakes[Math.floor(random() * wakes.length)]!),
]

const calls: readonly Step[] = [
  ({ connection }) => connection.connect(),
  ({ connection }) => connection.connect(),
  ({ connection }) => connection.reconnect(),
  ({ connection }) => connection.close(),
  ({ connection }) => connection.configure({ heartbeat: { interval: 10_000 } }),
]

export interface StormOptions {
  readonly seed: number
  readonly steps: number
  readonly options?: Partial<SocketOptions>
  /** Whether the user calls something too, or only the world moves. */
  readonly withCalls?: boolean
  /** Called after each step. */
  readonly check: (kit: Kit) => void
}

/** Lets a connection go through a repeatable series of random events; sends all the time. */
export async function storm(of: StormOptions): Promise<Kit> {
  const random = seeded(of.seed)
  const kit = setUp({ random, ...of.options })
  const steps = of.withCalls === false ? faults : [...faults, ...calls]
  for (let step = 0; step < of.steps; step++) {
    kit.connection.send({ step })
    await steps[Math.floor(random() * steps.length)]!(kit, random)
    await kit.timers.advance(0)
    of.check(kit)
  }
  return kit
}

/** Ends all faults: the page is there, the server accepts. */
export function calm({ page, server, timers }: Kit): void {
  timers.throttle(0)
  page.online = true
  page.visible = true
  server.accept()
  for (const signal of wakes) page.emit(signal)
}
