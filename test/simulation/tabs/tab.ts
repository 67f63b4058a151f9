import type { FakeServer, FakeTimers } from 'vue-heartbeat-socket/testing'
import type { TimerService } from 'vue-heartbeat-socket/socket'
import { FakePage } from '../../connection/support/fake-page.ts'
import type { Halves } from './build.ts'

/** One tab of the simulated browser: tasks of a page that stands still wait until it goes on. */
export class SimulatedTab {
  readonly name: string
  readonly page = new FakePage()
  state: 'running' | 'still' | 'gone' = 'running'
  /** Whether its channel has ever been broken: such a tab has a link of its own. */
  isBroken = false
  /** Whether the browser has announced that it stands still. */
  isAnnounced = false
  /** Numbers that it has received. */
  readonly numbers: number[] = []
  /** What became of each message that it has sent. */
  readonly drops = new Map<number, string>()
  readonly sends: number[] = []
  stolenAt = -Infinity
  connection!: InstanceType<Halves['Connection']>
  readonly #held: (() => void)[] = []

  constructor(name: string) {
    this.name = name
  }

  /** Runs a task of this page now, or when it goes on. */
  task(fn: () => void): void {
    if (this.state === 'running') fn()
    else if (this.state === 'still') this.#held.push(fn)
  }

  thaw(): void {
    this.state = 'running'
    this.isAnnounced = false
    for (const fn of this.#held.splice(0)) this.task(fn)
  }

  timers(timers: FakeTimers): TimerService {
    const cancelled = new Set<unknown>()
    return {
      now: () => timers.now(),
      setTimeout: (fn, ms) => {
        const handle: object = {}
        const inner = timers.setTimeout(() => this.task(() => cancelled.has(handle) || fn()), ms)
        return Object.assign(handle, { inner })
      },
      clearTimeout: (handle) => {
        if (!handle) return
        cancelled.add(handle)
        timers.clearTimeout((handle as { inner: unknown }).inner)
      },
    }
  }

  /** A WebSocket whose events are tasks of this page. */
  webSocket(server: FakeServer): typeof WebSocket {
    const run = (fn: () => void): void => this.task(fn)
    return class extends server.options.WebSocket {
      override dispatchEvent(event: Event): boolean {
        run(() => super.dispatchEvent(event))
        return true
      }
    } as unknown as typeof WebSocket
  }
}
