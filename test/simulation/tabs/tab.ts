import type { FakeServer } from 'vue-heartbeat-socket/testing'
import type { TimerService } from 'vue-heartbeat-socket/socket'
import type { TabLocks } from 'vue-heartbeat-socket/tabs'
import { FakePage } from '../../connection/support/fake-page.ts'
import type { Halves } from './build.ts'
import type { Timeline } from './timeline.ts'

/** Where a task comes from: those of one source keep their order, those of two need not. */
type Source = 'timer' | 'channel' | 'port' | 'socket' | 'lock' | 'page'

export interface TabSurroundings {
  readonly timeline: Timeline
  readonly random: () => number
  /** The code of this tab runs from now on, until that of another one does. */
  enters(tab: SimulatedTab): void
}

/** How long what a browser answers is on its way, in ms. */
export const LATENCY = 1

/** One tab of the simulated browser: tasks of a page that stands still wait until it goes on. */
export class SimulatedTab {
  readonly name: string
  readonly page = new FakePage()
  state: 'running' | 'still' | 'gone' = 'running'
  /** When its channel broke: such a tab has a link of its own. */
  brokenAt = Infinity
  /** Whether the browser has announced that it stands still. */
  isAnnounced = false
  /** Whether it stands still so briefly that nothing may come of it. */
  isBusy = false
  /** When it last began to run, or to stand still, and when it could last be seen, in ms. */
  changedAt = 0
  seenAt = 0
  stolenAt = -Infinity
  connection!: InstanceType<Halves['Connection']>
  readonly #world: TabSurroundings
  #held: { readonly source: Source; readonly fn: () => void }[] = []
  #timers = 0

  constructor(name: string, world: TabSurroundings) {
    this.name = name
    this.#world = world
  }

  get isBroken(): boolean {
    return this.brokenAt < Infinity
  }

  /** Timers that are set. */
  get pending(): number {
    return this.#timers
  }

  /** Runs a task of this page now, or when it goes on. */
  task(source: Source, fn: () => void): void {
    if (this.state === 'gone') return
    if (this.state === 'still' || this.#held[0]) this.#held.push({ source, fn })
    else this.run(fn)
  }

  /** Runs this tab's code. */
  run(fn: () => void): void {
    this.#world.enters(this)
    fn()
  }

  shows(isVisible: boolean): void {
    const { page } = this
    if (page.visible === isVisible) return
    if (page.visible) this.seenAt = this.#world.timeline.time
    page.visible = isVisible
    this.task('page', () => page.emit(isVisible ? 'visible' : 'hidden'))
  }

  stands(isAnnounced: boolean): void {
    this.state = 'still'
    this.isAnnounced = isAnnounced
    this.changedAt = this.#world.timeline.time
  }

  /** Goes on: what has waited runs task by task, those of different sources in any order. */
  thaw(): void {
    if (this.state !== 'still') return
    if (this.isAnnounced) this.task('page', () => this.page.emit('resume'))
    this.state = 'running'
    this.isAnnounced = this.isBusy = false
    this.changedAt = this.#world.timeline.time
    this.#goesOn()
  }

  timers(): TimerService {
    const { timeline } = this.#world
    return {
      now: () => timeline.now(),
      setTimeout: (fn, ms) => {
        const handle = { inner: null as unknown, isOver: false }
        const fire = (): void => {
          if (handle.isOver) return
          this.#end(handle)
          fn()
        }
        handle.inner = timeline.setTimeout(() => this.task('timer', fire), Math.max(1, ms))
        this.#timers++
        return handle
      },
      clearTimeout: (handle) => {
        if (!handle) return
        timeline.clearTimeout((handle as { inner: unknown }).inner)
        this.#end(handle as { isOver: boolean })
      },
    }
  }

  /** A WebSocket whose events are tasks of this page. */
  webSocket(server: FakeServer): typeof WebSocket {
    const run = (fn: () => void): void => this.task('socket', fn)
    return class extends server.options.WebSocket {
      override dispatchEvent(event: Event): boolean {
        run(() => super.dispatchEvent(event))
        return true
      }
    } as unknown as typeof WebSocket
  }

  /** `navigator.locks`, whose answers are tasks of this page. */
  locks(all: TabLocks, stealing: () => void): TabLocks {
    const answer = <Value>(promise: Promise<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        promise.then(
          (value) => this.#later(() => resolve(value)),
          (error: unknown) => this.#later(() => reject(error as Error)),
        )
      })
    const request = (name: string, options: LockOptions, hold: () => Promise<void>) => {
      if (options.steal) stealing()
      const granted = () =>
        new Promise<void>((resolve, reject) => {
          this.#later(() => void hold().then(resolve, reject))
        })
      return answer(all.request(name, options, granted))
    }
    return { request: request as TabLocks['request'], query: () => answer(all.query()) }
  }

  #later(fn: () => void): void {
    this.#world.timeline.setTimeout(() => this.task('lock', fn), LATENCY)
  }

  #end(handle: { isOver: boolean }): void {
    if (!handle.isOver) this.#timers--
    handle.isOver = true
  }

  #goesOn(): void {
    if (this.state !== 'running') return
    const sources = [...new Set(this.#held.map(({ source }) => source))]
    const source = sources[Math.floor(this.#world.random() * sources.length)]
    const at = this.#held.findIndex((one) => one.source === source)
    const [next] = this.#held.splice(at, 1)
    if (!next) return
    this.run(next.fn)
    this.#world.timeline.setTimeout(() => this.#goesOn(), 0)
  }
}
