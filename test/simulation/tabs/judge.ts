import { Outcomes } from './outcomes.ts'
import type { SimulatedTab } from './tab.ts'
import type { World } from './world.ts'

/** A theft may follow another one of the same tab after so many ms. */
const STEAL_SPAN = 30_000

/** A leader that has run within so many ms before a theft would have answered. */
const ANSWERED = 3_800

/** From the first question, with which a tab listens to itself, to the theft, at most, in ms. */
const ASKED = 6_000

/** A tab that has been hidden for so many ms leaves a silent leader alone. */
const HIDDEN = 1_100

/** What is posted or set takes less than this to have its effect, in ms. */
const SOON = 50

/** A leader that is busy posts so much later what another link has brought long before, in ms. */
const BUSY = 2_100

/** So long may there be two links after a tab has stood still with the lock: until all are fenced. */
const UNCERTAIN = 45_000

/** A tab that has come back within so many ms may know of no session to go on with. */
const NEW = 1_000

/** After so many ms without a tab that was away, came or lost frames all know of one another. */
const SETTLED = 60_000

interface Reception {
  last: number
  /** Its last opening has said that something may be missing. */
  mayMiss: boolean
  /** When it gave a link of its own up for the leader's. */
  followsSince: number
}

/** What must hold while tabs share a connection. */
export class Judge {
  readonly outcomes: Outcomes
  readonly #world: World
  readonly #received = new Map<SimulatedTab, Reception>()
  /** When a tab last stood still with the lock, or broke. */
  #disturbedAt = -Infinity
  /** When a tab last came, went for a while, or lost frames. */
  #troubledAt = 0
  #posted = 0
  #holder: string | undefined
  #heldSince = 0

  constructor(world: World) {
    this.#world = world
    this.outcomes = new Outcomes(world.far, world.journal)
  }

  /** Two links, or leaders that don't hear each other, are to be expected for a while. */
  disturb(): void {
    this.#disturbedAt = this.#world.timeline.time
  }

  trouble(): void {
    this.#troubledAt = this.#world.timeline.time
  }

  watches(tab: SimulatedTab): void {
    const { journal } = this.#world
    const { connection, name } = tab
    this.#received.set(tab, { last: 0, mayMiss: true, followsSince: -Infinity })
    connection.on('message', (message: any) => this.#receives(tab, message.number))
    const ends = (message: number, end: string): void =>
      this.outcomes.ends(tab, message, end, this.#isUncertain() || this.#hasNoSuccessor(tab))
    connection.on('drop', ({ data, reason }) => ends(data.message, reason))
    connection.on('confirmed', ({ message }) => ends(message, 'confirmed'))
    connection.on('open', ({ recovered }) => this.#opens(tab, recovered))
    connection.on('status', ({ status }) => journal.note(name, status))
    connection.on('leader', ({ isLeader }) => {
      journal.note(name, 'leads:', isLeader)
      this.#received.get(tab)!.followsSince = isLeader ? -Infinity : this.#world.timeline.time
    })
    connection.on('error', (error) => journal.note(name, 'error', error))
  }

  /** The newest number that a tab has received. */
  lastOf(tab: SimulatedTab): number {
    return this.#received.get(tab)!.last
  }

  /** A tab takes the lock by force: T4. */
  steals(tab: SimulatedTab): void {
    const { journal, timeline, locks, tabs } = this.#world
    const { time } = timeline
    journal.note(tab.name, 'steals')
    journal.counts('steals')
    const victim = tabs.find(({ name }) => name === locks.holder(locks.names[0]!))
    if (time - tab.brokenAt > ASKED) {
      journal.breaks('T4', tab.name, 'steals with a broken channel')
    }
    if (time - tab.stolenAt < STEAL_SPAN) journal.breaks('T4', tab.name, 'steals too often')
    const isSettled = time - this.#heldSince > SOON
    if (victim && isSettled && this.#isHealthy(victim)) {
      journal.breaks('T4', tab.name, 'steals from', victim.name, 'which would have answered')
    }
    this.#checkSeen(tab, 'steals')
    tab.stolenAt = time
  }

  /** After each task. */
  check(): void {
    this.#checkPosts()
    const holder = this.#world.tabNamed(this.#holder ?? '')
    if (holder?.state === 'still' && !holder.isBusy) this.disturb()
    if (this.#isUncertain()) return
    const { journal, hasLost, timeline } = this.#world
    const links = this.#world.links().length
    // A tab that never heard its own claims hears a leader's only now.
    if (hasLost && timeline.time - this.#heldSince < SOON) return
    if (links > 1) journal.breaks('T1', links, 'links at once')
  }

  /** T7: only the tab that holds the lock posts what is new. */
  #checkPosts(): void {
    const { channels, journal, locks, timeline } = this.#world
    const holder = locks.holder(locks.names[0] ?? '')
    if (holder !== this.#holder) {
      this.#holder = holder
      this.#heldSince = timeline.time
    }
    for (; this.#posted < channels.posted.length; this.#posted++) {
      const { client, data } = channels.posted[this.#posted]!
      if (data.type === 'ask') this.#checkSeen(this.#world.tabNamed(client), 'asks')
      if (client === 'ghost' || !data.items || client === holder) continue
      if (holder && timeline.time - this.#heldSince > SOON) {
        journal.breaks('T7', client, 'posts as a leader, and', holder, 'has the lock')
      }
    }
  }

  /** T4: only a tab that can be seen, or could be just now, minds that its leader is silent. */
  #checkSeen(tab: SimulatedTab | undefined, what: string): void {
    const { journal, timeline } = this.#world
    if (!tab || tab.page.visible || timeline.time - tab.seenAt < HIDDEN) return
    journal.breaks('T4', tab.name, what, 'and can not be seen')
  }

  #receives(tab: SimulatedTab, number: number): void {
    const { journal, far, timeline } = this.#world
    const reception = this.#received.get(tab)!
    const { last, mayMiss, followsSince } = reception
    journal.note(tab.name, 'gets', number)
    // Messages without a session have no numbers: those of this moment came over both links.
    const hasBoth = !far.session && timeline.time - followsSince < BUSY
    if (number <= last && !hasBoth)
      journal.breaks('T2', tab.name, 'had', last, 'and now gets', number)
    if (far.session && !mayMiss && number !== last + 1) {
      journal.breaks('T8', tab.name, 'had', last, 'and misses what is before', number)
    }
    Object.assign(reception, { last: number, mayMiss: false })
  }

  #opens(tab: SimulatedTab, recovered: boolean | null): void {
    const { journal, far } = this.#world
    journal.note(tab.name, 'is open, recovered:', recovered)
    journal.counts(`recovered: ${recovered}`)
    if (recovered !== true) this.#received.get(tab)!.mayMiss = true
    const isSettled = !this.#since(SETTLED) && !this.#isUncertain()
    if (far.session && recovered === false && isSettled) {
      journal.breaks('T8', tab.name, 'may miss something, and was never away')
    }
  }

  #isHealthy({ isBroken, state, changedAt }: SimulatedTab): boolean {
    const { time } = this.#world.timeline
    if (isBroken || this.#since(ANSWERED)) return false
    return state === 'running' ? time - changedAt > SOON : time - changedAt < ANSWERED
  }

  /** Whether no tab goes on with what this tab has sent: it is leaving, or all have just come. */
  #hasNoSuccessor({ changedAt: leftAt }: SimulatedTab): boolean {
    const { timeline, running } = this.#world
    const { time } = timeline
    return leftAt >= time || running.every(({ changedAt }) => time - changedAt < NEW)
  }

  /** Whether a tab has come, gone for a while, or lost frames within so many ms. */
  #since(ms: number): boolean {
    return this.#world.timeline.time - this.#troubledAt < ms
  }

  #isUncertain(): boolean {
    if (this.#world.timeline.time - this.#disturbedAt < UNCERTAIN) return true
    return this.#world.tabs.some(
      ({ state, isBroken, isAnnounced, isBusy }) =>
        state !== 'gone' && (isBroken || (state === 'still' && !isAnnounced && !isBusy)),
    )
  }
}
