import type { LinkReceiver, ServerLink, UpgradeRequest } from 'vue-heartbeat-socket/server'
import type { Clock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import type { EventType } from '../native-socket.ts'
import type { Way } from './scenario.ts'

/** What a frame weighs at the server while its link is stalled, in bytes. */
const WEIGHT = 300_000

/** How many clients get what arrives together in one task. */
const CHUNKY = 0.3
/** How often what arrives together ends with the end of the link. */
const LAST = 0.03

/** A node, as the network reaches it. */
export interface Host {
  readonly name: string
  readonly isAlive: boolean
  connect(link: ServerLink, request: UpgradeRequest): LinkReceiver
}

/** What a client's side of a link takes. */
export interface Guest {
  readonly name: string
  readonly link: Link | null
  /** Before the client has a frame, and after. */
  gets(link: Link, frame: string): void
  got(link: Link, frame: string): void
  sends(link: Link, frame: string): void
  closed(link: Link, code: number): void
}

export interface Surroundings {
  readonly clock: Clock
  readonly journal: Journal
  readonly random: () => number
  /** No more faults. */
  readonly isCalm: boolean
}

/** A WebSocket with the network behind it, up to a node. Each way keeps the order of frames. */
export class Link {
  readyState = 0
  readonly bufferedAmount = 0
  /** What waits at the server for a stalled link, in bytes. */
  buffered = 0
  binaryType = 'blob'
  onopen: unknown = null
  onmessage: unknown = null
  onerror: unknown = null
  onclose: unknown = null
  protocol = ''
  readonly extensions = ''
  readonly url: string
  host: Host | null = null
  /** Its welcome: epoch and position. */
  welcome: readonly [epoch: string, number: number] | null = null
  readonly #guest: Guest
  readonly #world: Surroundings
  #receiver: LinkReceiver | null = null
  /** No frame gets through any more, this way. */
  #isLost = { up: false, down: false }
  #arrival = { up: 0, down: 0 }
  /** Frames that arrive together, which `ws` dispatches in one task. */
  #chunk: (() => void)[] = []
  readonly #isChunky: boolean
  #stalledUntil = 0
  #isOver = false

  constructor(url: string, guest: Guest, world: Surroundings) {
    this.url = url
    this.#guest = guest
    this.#world = world
    this.#isChunky = world.random() < CHUNKY
  }

  /** The handshake succeeds, at this host. */
  opens(host: Host, protocol: string): void {
    this.host = host
    this.#travel('up', () => {
      if (!host.isAlive || this.#isOver) return this.cut(0, 0)
      this.#travel('down', () => {
        if (this.readyState !== 0) return
        this.readyState = 1
        this.protocol = protocol
        this.#dispatch('open')
      })
      this.#receiver = host.connect(this.#serverEnd(), { url: '/', headers: {} })
    })
  }

  send(frame: string): void {
    if (this.readyState === 0) throw new DOMException('Still in CONNECTING', 'InvalidStateError')
    if (this.readyState > 1) return
    this.#guest.sends(this, frame)
    this.#travel('up', () => this.host?.isAlive && this.#receiver?.receive(frame))
  }

  close(): void {
    this.readyState = 3
    if (this.#isLost.up) return this.#endsForServer(this.#world.random() * 30_000)
    this.#travel('up', () => this.#endsForServer(0))
  }

  /** The link ends; each side hears of it so many ms later. */
  cut(page: number, node: number): void {
    this.#isLost = { up: true, down: true }
    this.#endsForServer(node)
    this.#world.clock.later(page, () => this.#world.clock.arrive(() => this.#fails(1006)))
  }

  silences(way: Way): void {
    if (way !== 'down') this.#isLost.up = true
    if (way !== 'up') this.#isLost.down = true
  }

  stalls(ms: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#world.clock.time + ms)
  }

  refuses(): void {
    this.#world.clock.later(10, () => this.#world.clock.arrive(() => this.#fails(1006)))
  }

  #serverEnd(): ServerLink {
    const buffered = () => this.buffered
    return {
      send: (frame) => this.#say(String(frame)),
      close: (code, reason) => this.#closeFromServer(code, reason),
      get bufferedAmount() {
        return buffered()
      },
    }
  }

  #say(frame: string): void {
    const isHeavy = this.#stalledUntil > this.#world.clock.time
    const weight = isHeavy ? WEIGHT : 0
    this.buffered += weight
    this.#travel('down', () => {
      this.buffered -= weight
      if (this.readyState !== 1) return
      this.#guest.gets(this, frame)
      this.#dispatch('message', { data: frame })
      this.#guest.got(this, frame)
    })
  }

  #closeFromServer(code: number, reason: string): void {
    this.#isOver = true
    this.#world.journal.note('server', `closes ${this.#guest.name}`, code, reason)
    this.#world.journal.counts(`close: ${code}`)
    this.#travel('down', () => this.#fails(code))
  }

  #fails(code: number): void {
    if (this.readyState > 1) return
    this.readyState = 3
    this.#guest.closed(this, code)
    const details = { code, reason: '', wasClean: code !== 1006 }
    if (code === 1006) this.#dispatch('error')
    this.#dispatch('close', details)
  }

  /** Its node hears of the end. */
  #endsForServer(ms: number): void {
    if (this.#isOver) return
    this.#isOver = true
    const end = () => this.host?.isAlive && this.#receiver?.end()
    this.#world.clock.later(ms, () => this.#world.clock.arrive(end))
  }

  /** Something arrives at the other side, unless it is lost. */
  #travel(way: 'up' | 'down', arrive: () => void): void {
    if (this.#isLost[way]) return
    const { clock, random } = this.#world
    const flown = clock.time + 5 + Math.floor(random() * 40)
    const at = Math.max(flown, this.#stalledUntil, this.#arrival[way])
    const isTogether = way === 'down' && this.#isChunky && at === this.#arrival.down
    this.#arrival[way] = at
    if (isTogether) return void this.#chunk.push(arrive)
    const chunk = [arrive]
    if (way === 'down') this.#chunk = chunk
    const run = () => {
      while (!this.#isLost[way] && chunk[0]) chunk.shift()!()
      if (way === 'down') this.#mayEnd()
    }
    clock.later(at - clock.time, () => clock.arrive(run))
  }

  /** The end comes in one task with the last frames. */
  #mayEnd(): void {
    const { random, isCalm } = this.#world
    if (isCalm || !this.#isChunky || random() >= LAST) return
    this.#isLost = { up: true, down: true }
    this.#endsForServer(0)
    this.#fails(1006)
  }

  #dispatch(type: EventType, details: object = {}): void {
    const handler = this[`on${type}`]
    if (typeof handler === 'function') handler.call(this, { type, target: this, ...details })
  }
}
