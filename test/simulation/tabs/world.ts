import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { FakeChannels } from '../../tabs/support/fake-channels.ts'
import { FakeLocks } from '../../tabs/support/fake-locks.ts'
import { Journal } from '../journal.ts'
import type { Halves } from './build.ts'
import type { Scenario } from './scenario.ts'
import { SimulatedTab } from './tab.ts'

/** How long everything in a browser is on its way, in ms. */
const LATENCY = 1

/** A theft may follow another one of the same tab after so many ms. */
const STEAL_SPAN = 30_000

/** So long may there be two links after a tab has stood still with the lock: until all are fenced. */
const UNCERTAIN = 45_000

/** A browser whose tabs share a connection, and what must hold in it. */
export class World {
  readonly timers = createFakeTimers()
  readonly server = createFakeServer({ timers: this.timers, latency: 2 })
  readonly locks = new FakeLocks()
  readonly channels: FakeChannels
  readonly tabs: SimulatedTab[] = []
  readonly journal: Journal
  readonly #halves: Halves
  readonly #resends: boolean
  #seed: number
  #number = 0
  #message = 0
  #steals = 0
  /** When a tab last stood still with the lock, or broke. */
  #disturbedAt = -Infinity

  constructor(halves: Halves, { random, resends }: Scenario, isWritten: boolean) {
    this.#halves = halves
    this.#seed = random
    this.#resends = resends
    const { timers } = this
    this.journal = new Journal(
      {
        get time() {
          return timers.now()
        },
      },
      isWritten,
    )
    this.channels = new FakeChannels((client, deliver) =>
      timers.setTimeout(() => this.#tab(client)?.task(deliver), LATENCY),
    )
    this.server.accept()
  }

  get running(): SimulatedTab[] {
    return this.tabs.filter(({ state }) => state !== 'gone')
  }

  get numberSent(): number {
    return this.#number
  }

  random = (): number => {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0
    return this.#seed / 2 ** 32
  }

  /** For the tasks of `MessageChannel`: that of the tab whose code runs is not known, nor needed. */
  messageChannel(): typeof MessageChannel {
    const { timers } = this
    return class {
      port1 = {
        onmessage: null as null | (() => void),
        close: () => void (this.port1.onmessage = null),
      }
      port2 = { postMessage: () => void timers.setTimeout(() => this.port1.onmessage?.(), LATENCY) }
    } as unknown as typeof MessageChannel
  }

  open(): void {
    if (this.running.length >= 5) return
    const tab = new SimulatedTab(`tab${this.tabs.length + 1}`)
    this.tabs.push(tab)
    const { Connection, shareTabs } = this.#halves
    const options = {
      ...this.server.options,
      WebSocket: tab.webSocket(this.server) as never,
      timer: tab.timers(this.timers),
      page: tab.page,
      random: this.random,
      autoConnect: false,
      outbox: { resend: this.#resends },
      heartbeat: { interval: 5_000, timeout: 2_000 },
    }
    const sharing = shareTabs({
      key: 'user',
      locks: this.locks.of(tab.name),
      createChannel: (name) => this.channels.open(name, tab.name),
    })
    const connection = new Connection(options, sharing.join(sharing.groupOf('socket', options)))
    tab.connection = connection
    connection.on('message', ({ number }) => this.#received(tab, number))
    connection.on('drop', ({ data, reason }) => this.#dropped(tab, data.message, reason))
    connection.on('status', ({ status }) => this.journal.note(tab.name, status))
    connection.on('leader', ({ isLeader }) => this.journal.note(tab.name, 'leads:', isLeader))
    connection.on('open', (opening) => this.journal.note(tab.name, opening))
    connection.connect()
  }

  broadcast(count: number): void {
    for (let sent = 0; sent < count; sent++) this.server.send({ number: ++this.#number })
  }

  send(tab: SimulatedTab, count: number): void {
    for (let sent = 0; sent < count; sent++) {
      const message = ++this.#message
      tab.sends.push(message)
      const result = tab.connection.send({ message })
      this.journal.note(tab.name, 'sends', message, result)
    }
  }

  /** The process of a tab is gone, or its page is. */
  remove(tab: SimulatedTab): void {
    tab.state = 'gone'
    this.channels.drop(tab.name)
    this.locks.drop(tab.name)
    const { native } = tab.connection
    const link = this.server.connections.find(({ socket }) => socket === (native as object))
    if (link?.readyState === 1) this.server.drop(link)
  }

  disturb(): void {
    this.#disturbedAt = this.timers.now()
  }

  /** The links of tabs that are there, and attempts at one. */
  links(): readonly { readonly readyState: number }[] {
    return this.running.flatMap(({ connection }) => connection.native ?? [])
  }

  async advance(ms: number): Promise<void> {
    // In parts, so that a short breach is seen.
    for (let left = ms; left > 0 && !this.journal.broken;) {
      const part = Math.min(left, left > 1_000 ? 250 : 5)
      await this.timers.advance(part)
      left -= part
      this.check()
    }
  }

  check(): void {
    const now = this.timers.now()
    for (const name of this.locks.steals.slice(this.#steals)) {
      const tab = this.#tab(name)!
      this.journal.counts('steals')
      if (tab.isBroken) this.journal.breaks('T4', name, 'steals with a broken channel')
      if (now - tab.stolenAt < STEAL_SPAN - 500) this.journal.breaks('T4', name, 'steals too often')
      tab.stolenAt = now
    }
    this.#steals = this.locks.steals.length
    if (now - this.#disturbedAt < UNCERTAIN || this.tabs.some((tab) => this.#isUncertain(tab)))
      return
    const links = this.links()
    if (links.length > 1) this.journal.breaks('T1', links.length, 'links at once')
  }

  #isUncertain(tab: SimulatedTab): boolean {
    return tab.state !== 'gone' && (tab.isBroken || (tab.state === 'still' && !tab.isAnnounced))
  }

  #received(tab: SimulatedTab, number: number): void {
    const last = tab.numbers.at(-1) ?? 0
    if (number <= last) this.journal.breaks('T2', tab.name, 'had', last, 'and now gets', number)
    tab.numbers.push(number)
    this.journal.note(tab.name, 'gets', number)
  }

  #dropped(tab: SimulatedTab, message: number, reason: string): void {
    if (tab.drops.has(message)) this.journal.breaks('T3', tab.name, message, 'is dropped twice')
    tab.drops.set(message, reason)
    this.journal.note(tab.name, 'drops', message, reason)
    this.journal.counts(`dropped: ${reason}`)
  }

  #tab(name: string): SimulatedTab | undefined {
    return this.tabs.find((tab) => tab.name === name)
  }
}
