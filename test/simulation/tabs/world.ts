import { FakeChannels } from '../../tabs/support/fake-channels.ts'
import { FakeLocks } from '../../tabs/support/fake-locks.ts'
import { Journal } from '../journal.ts'
import type { Halves } from './build.ts'
import { createFarEnd, type FarEnd } from './far-end.ts'
import { Judge } from './judge.ts'
import type { Scenario } from './scenario.ts'
import { LATENCY, SimulatedTab, type TabSurroundings } from './tab.ts'
import { Timeline } from './timeline.ts'

/** The most tabs at once. */
const MAX_TABS = 5

/** A browser whose tabs share a connection. */
export class World implements TabSurroundings {
  readonly timeline = new Timeline()
  readonly locks = new FakeLocks()
  readonly channels: FakeChannels
  readonly far: FarEnd
  readonly tabs: SimulatedTab[] = []
  readonly journal: Journal
  readonly judge: Judge
  readonly scenario: Scenario
  readonly #halves: Halves
  #hasLost = false
  #seed: number
  #message = 0
  /** Whose code runs. */
  #current: SimulatedTab | null = null
  /** Frames that are yet to be lost, by tab. */
  readonly #losing = new Map<string, number>()

  constructor(halves: Halves, scenario: Scenario, isWritten: boolean) {
    const { timeline, random } = this
    this.#halves = halves
    this.#seed = scenario.random
    this.scenario = scenario
    this.journal = new Journal(timeline, isWritten)
    this.channels = new FakeChannels((client, deliver) =>
      timeline.setTimeout(() => this.#deliver(client, deliver), LATENCY),
    )
    this.far = createFarEnd({ halves, timeline, random, hasSession: scenario.hasSession })
    this.judge = new Judge(this)
    this.far.server.accept()
  }

  /** Whether frames have been lost, so that a leader's answer may be among them. */
  get hasLost(): boolean {
    return this.#hasLost || this.tabs.some(({ isBroken }) => isBroken)
  }

  get running(): SimulatedTab[] {
    return this.tabs.filter(({ state }) => state !== 'gone')
  }

  random = (): number => {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0
    return this.#seed / 2 ** 32
  }

  enters(tab: SimulatedTab): void {
    this.#current = tab
  }

  /** For the tasks of the tab that makes one. */
  messageChannel(): typeof MessageChannel {
    const { timeline } = this
    const current = (): SimulatedTab => this.#current!
    return class {
      readonly tab = current()
      port1 = {
        onmessage: null as null | (() => void),
        close: () => void (this.port1.onmessage = null),
      }
      port2 = {
        postMessage: () => {
          const arrive = (): void => this.tab.task('port', () => this.port1.onmessage?.())
          timeline.setTimeout(arrive, LATENCY)
        },
      }
    } as unknown as typeof MessageChannel
  }

  open(): void {
    if (this.running.length >= MAX_TABS) return
    const tab = new SimulatedTab(`tab${this.tabs.length + 1}`, this)
    tab.changedAt = this.timeline.time
    this.tabs.push(tab)
    const { Connection, shareTabs } = this.#halves
    const { server, session } = this.far
    const options = {
      ...server.options,
      WebSocket: tab.webSocket(server) as never,
      timer: tab.timers(),
      page: tab.page,
      random: this.random,
      autoConnect: false,
      heartbeat: { interval: 5_000, timeout: 2_000 },
      reconnect: { whenHidden: !this.scenario.showsOne },
      ...(session ? { session } : { outbox: { resend: this.scenario.resends } }),
    }
    const sharing = shareTabs({
      key: 'user',
      locks: tab.locks(this.locks.of(tab.name), () => this.judge.steals(tab)),
      createChannel: (name) => this.channels.open(name, tab.name),
    })
    tab.run(() => {
      tab.connection = new Connection(options, sharing.join(sharing.groupOf('socket', options)))
      this.judge.watches(tab)
      tab.connection.connect()
    })
  }

  send(tab: SimulatedTab, count: number): void {
    for (let sent = 0; sent < count; sent++) {
      const message = ++this.#message
      this.judge.outcomes.sends(tab, message)
      tab.run(() => {
        const result = tab.connection.send({ message })
        this.journal.note(tab.name, 'sends', message, result)
      })
    }
  }

  /** The next frames don't reach a tab. */
  lose(tab: SimulatedTab, count: number): void {
    this.#losing.set(tab.name, count)
  }

  /** The last frames come to all tabs once more. */
  repeat(count: number): void {
    const [name] = this.channels.names
    // Of a leadership that is over it may be all that is heard, where the next one's posts are lost.
    if (!name || this.tabs.some(({ isBroken }) => isBroken)) return
    const ghost = this.channels.open(name, 'ghost')
    // One that stands still, and may have left its session to others, says nothing.
    const isSound = (client: string): boolean => {
      const tab = this.tabNamed(client)
      return tab !== undefined && tab.state !== 'still'
    }
    const frames = this.channels.posted.filter(({ client }) => isSound(client)).slice(-count)
    for (const { data } of frames) ghost.postMessage(data)
    ghost.close()
  }

  /** The process of a tab is gone, or its page is. */
  remove(tab: SimulatedTab): void {
    tab.state = 'gone'
    this.channels.drop(tab.name)
    this.locks.drop(tab.name)
    const { native } = tab.connection
    const link = this.far.server.connections.find(({ socket }) => socket === (native as object))
    if (link?.readyState === 1) this.far.server.drop(link)
  }

  tabNamed(name: string): SimulatedTab | undefined {
    return this.tabs.find((tab) => tab.name === name)
  }

  /** The links of tabs that are there, and attempts at one. */
  links(): readonly { readonly readyState: number }[] {
    return this.running.flatMap(({ connection }) => connection.native ?? [])
  }

  async advance(ms: number): Promise<void> {
    const end = this.timeline.time + ms
    for (let next; !this.journal.broken && (next = this.timeline.next(end));) await this.runs(next)
  }

  /** Lets something happen, with all that promises have to do then. */
  async runs(happen: () => unknown): Promise<void> {
    try {
      happen()
    } catch (error) {
      this.journal.breaks('throws', error)
    }
    // Node turns to its next tick only when no promise has anything to do.
    await new Promise<void>((resolve) => process.nextTick(resolve))
    this.judge.check()
  }

  #deliver(client: string, deliver: () => void): void {
    const losing = this.#losing.get(client) ?? 0
    if (losing > 0) {
      this.#losing.set(client, losing - 1)
      this.#hasLost = true
      this.judge.disturb()
      this.judge.trouble()
    } else this.tabNamed(client)?.task('channel', deliver)
  }
}
