import type { Connection } from 'vue-heartbeat-socket/socket'
import { FakePage } from '../../connection/support/fake-page.ts'
import type { Halves } from './build-halves.ts'
import { Deliveries } from './checks/deliveries.ts'
import { Ledger } from './checks/ledger.ts'
import { Link, type Guest, type Surroundings } from './network.ts'
import type { Scenario, Work } from './scenario.ts'
import { nameOf, type SharedStore } from './shared-store.ts'
import type { Order } from './work.ts'

export interface ClientSurroundings extends Surroundings {
  readonly halves: Halves
  readonly store: SharedStore
  readonly scenario: Scenario
  /** A link begins: finds it a host. */
  connects(link: Link): void
  /** How long the next call of `auth` takes, in ms. */
  authorises(): number | 'throw'
  sleep(ms: number): Promise<void>
}

/** Codes with which a server closes only what is wrong. */
const WRONG = new Set([1009, 4400, 4401, 4403, 4406])
const REPLACED = 4409

/** A page with a connection, and a user who counts what becomes of messages. */
export class Client implements Guest {
  readonly name: string
  readonly user: string
  readonly page = new FakePage()
  readonly connection: Connection
  readonly deliveries: Deliveries
  readonly ledger: Ledger
  /** The newest link, open or not. */
  link: Link | null = null
  /** The session's id, as its hellos say it. */
  session = ''
  /** When it last sent a message. */
  sentAt = 0
  #sent = 0
  /** How often the user has closed it: each time a session ends. */
  #ended = 0
  readonly #world: ClientSurroundings

  constructor(name: string, user: string, world: ClientSurroundings) {
    this.name = name
    this.user = user
    this.#world = world
    const { halves, scenario, clock, random } = world
    const begin = (url: string): Link => this.#begins(url)
    this.connection = new halves.Connection({
      url: 'wss://simulation.test/',
      page: this.page,
      timer: clock,
      random,
      session: halves.createSession({ auth: () => this.#authorises() }),
      autoConnect: false,
      connectTimeout: 5_000,
      heartbeat: { interval: 5_000, timeout: 3_000 },
      reconnect: { spread: 1_000, minDelay: 500, maxDelay: 5_000 },
      outbox: { maxAge: scenario.maxAge, maxMessages: scenario.maxMessages },
      WebSocket: class {
        constructor(url: string) {
          return begin(url)
        }
      } as never,
    })
    this.deliveries = new Deliveries(this, world)
    this.ledger = new Ledger(this, world)
    this.connection.on('error', (error) => {
      world.journal.note(name, 'error', error)
      const { code } = error as Error & { code: string }
      if (/R002[013]/.test(code)) world.journal.breaks('protocol', `${name}: ${code}`)
    })
    this.connection.on('status', ({ status }) => {
      world.journal.note(name, status)
      if (status === 'closed') this.#ended++
      if (status === 'failed') world.journal.breaks('protocol', `${name} has failed`)
    })
  }

  /** As the store names the session. */
  get key(): { user: string; id: string } {
    return { user: this.user, id: this.session }
  }

  send(work: Work, isNow: boolean): void {
    const number = ++this.#sent
    this.sentAt = this.#world.clock.time
    const name = `${isNow ? 'now' : 'order'} ${this.name}/${number}`
    const order: Order = { name, of: `${this.name}.${this.#ended}`, number, work }
    this.#world.journal.counts(`work: ${work}`)
    if (!isNow) this.ledger.sends(order)
    const result = this.connection.send(order, isNow ? { queue: false } : {})
    this.#world.journal.note(this.name, `sends ${name}, to ${work}: ${result}`)
  }

  // What its links say.

  sends(_link: Link, frame: string): void {
    if (!frame.startsWith('{"hello"')) return
    const { hello, at } = JSON.parse(frame) as { hello: [string, number]; at?: [string, number] }
    const isNew = hello[0] !== this.session
    this.session = hello[0]
    this.#world.journal.note(this.name, 'hello', hello[1], at ?? '')
    this.deliveries.hello(isNew, at)
  }

  gets(link: Link, frame: string): void {
    this.#world.journal.note(this.name, frame.slice(0, 80))
    this.deliveries.gets(link, frame)
  }

  got(link: Link, frame: string): void {
    this.deliveries.got(link, frame)
  }

  closed(link: Link, code: number): void {
    this.#world.journal.note(this.name, `closed with ${code}`)
    if (WRONG.has(code)) this.#world.journal.breaks('protocol', `${this.name}: closed with ${code}`)
    if (code === REPLACED && link === this.link) {
      this.#world.journal.breaks('S6', `${this.name}: ${nameOf(this.key)} is fenced`)
    }
  }

  #begins(url: string): Link {
    this.link = new Link(url, this, this.#world)
    this.#world.connects(this.link)
    return this.link
  }

  async #authorises(): Promise<string> {
    const takes = this.#world.authorises()
    if (takes === 'throw') throw new Error('no token now')
    if (takes > 0) await this.#world.sleep(takes)
    return this.user
  }
}
