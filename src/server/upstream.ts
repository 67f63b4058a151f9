import { MAX_IN_FLIGHT, REPLACED, TRY_LATER } from '../protocol/index.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { NO_CHANGES } from './changes.ts'
import { serverError } from './diagnostics.ts'
import type { Downstream } from './downstream.ts'
import { handle, type Handling, type Received } from './handling.ts'
import { persist } from './persist.ts'
import type { Session } from './session.ts'
import type { Attachment, Changes, CommitAnswer, SessionKey } from './store.ts'

/** A link's part in the upstream of its session. */
export interface Seat {
  readonly opening: number
  readonly epoch: string
  /** The greatest number that was committed before, as the welcome says it. */
  readonly committed: number
  readonly downstream: Downstream
}

export interface UpstreamOptions {
  readonly handling: Handling
  /** The store has another epoch than this one. */
  onEpoch(epoch: string): void
  /** No link, and nothing running. */
  onIdle(key: SessionKey): void
}

/**
 * The messages of one session, which a handler takes one at a time. It outlives a link: a handler
 * that runs when the link ends goes on, and the session's next link here finds its commit.
 */
export class Upstream {
  readonly #options: UpstreamOptions
  /** As handlers see it; its user and id are the store's key. */
  readonly #session: Session
  /** Of one epoch: what another one has lost is handled again. */
  #acknowledgements: Acknowledgements
  #seat: Seat | null = null
  #lastSeat: Seat | null = null
  /** The first of the openings that have followed one another, without a leap, up to the last one. */
  #since = 0
  #accepted = 0
  #queue: Received[] = []
  #running: Promise<void> | null = null
  /** The newest commit, until it has ended: the next one waits for it. */
  #committing: Promise<unknown> | null = null
  /** Commits under way that may change what the session gets; nothing is delivered meanwhile. */
  #moving = 0

  constructor(options: UpstreamOptions, session: Session) {
    this.#options = options
    this.#session = session
    this.#acknowledgements = new Acknowledgements(options.handling.environment.timer)
  }

  /** The link whose messages are handled now; `null` after its end. */
  get seat(): Seat | null {
    return this.#seat
  }

  /** A link takes the place of the one before. */
  attach(seat: Seat): void {
    if (this.#lastSeat && this.#lastSeat.epoch !== seat.epoch) {
      this.#acknowledgements = new Acknowledgements(this.#options.handling.environment.timer)
    }
    if (seat.opening - 1 !== this.#lastSeat?.opening) this.#since = seat.opening
    this.#queue = []
    this.#seat = this.#lastSeat = seat
    this.#accepted = seat.committed
    for (let paused = 0; paused < this.#moving; paused++) seat.downstream.pause()
    this.#acknowledgements.begin(seat.committed, seat.downstream)
  }

  /** The link has ended: what waits is discarded, as the client will send it again. */
  detach(seat: Seat): void {
    if (this.#seat !== seat) return
    this.#seat = null
    this.#queue = []
    this.#acknowledgements.end()
    if (!this.#running) this.#options.onIdle(this.#session)
  }

  /** A message has arrived. Returns `false` when more wait than a client may have in flight. */
  receive(received: Received): boolean {
    const { number } = received
    if (number > 0 && number <= this.#accepted) {
      if (number <= this.#acknowledgements.committed) this.#acknowledgements.repeat()
      return true
    }
    if (!this.#takes(received)) return false
    if (number > 0) this.#accepted = number
    this.#queue.push(received)
    // In a task of its own: what the link received together waits together.
    this.#running ??= Promise.resolve().then(() => this.#run())
    return true
  }

  /** Sends what acknowledgement has waited until the link has drained. */
  flush(): void {
    this.#acknowledgements.flush()
  }

  /** Joins and leaves outside of a handler. */
  async move(changes: Partial<Changes>): Promise<void> {
    if (!this.#lastSeat) throw serverError('S0009')
    await this.#commit(0, { ...NO_CHANGES, ...changes }, this.#lastSeat)
  }

  /** Resolves when no handler runs. */
  async whenIdle(): Promise<void> {
    while (this.#running) await this.#running
  }

  #takes({ number, data }: Received): boolean {
    const numbered = this.#queue.filter((one) => one.number > 0)
    if (number === 0) {
      const oldest = this.#queue.findIndex((one) => one.number === 0)
      if (this.#queue.length - numbered.length >= MAX_IN_FLIGHT) this.#queue.splice(oldest, 1)
      return true
    }
    const size = numbered.reduce((sum, one) => sum + one.data.length, data.length)
    return numbered.length < MAX_IN_FLIGHT && size <= this.#options.handling.environment.max
  }

  async #run(): Promise<void> {
    for (let next; (next = this.#queue.shift());) {
      const isCommitted = next.number > 0 && next.number <= this.#acknowledgements.committed
      if (isCommitted) this.#acknowledgements.repeat()
      else await this.#take(next, this.#seat!)
    }
    this.#running = null
    if (!this.#seat) this.#options.onIdle(this.#session)
  }

  async #take(received: Received, from: Seat): Promise<void> {
    const isWanted = (): boolean => this.#seat === from
    const changes = await handle(this.#options.handling, received, this.#session, isWanted)
    if (changes === null) return
    try {
      await this.#commit(received.number, changes, from)
    } catch {
      // The link has been closed, and its client sends the message again.
    }
  }

  /**
   * One at a time, so that joins and leaves come to the store and to the link in the same order.
   * @throws what the store's last failure was, or that the session is no longer here
   */
  async #commit(number: number, changes: Changes, from: Seat): Promise<void> {
    while (this.#committing) await this.#committing
    const commit = this.#commitNow(number, changes, from)
    this.#committing = commit.catch(() => {}).then(() => (this.#committing = null))
    return commit
  }

  async #commitNow(number: number, changes: Changes, from: Seat): Promise<void> {
    const { epoch } = from
    const moves = changes.joins.length + changes.leaves.length > 0
    const seat = this.#lastSeat
    // After a leap another tab goes on with the session, and gives what it sends again other numbers.
    const isLeft = (): boolean => number > 0 && from.opening < this.#since
    const opening = (): number => (isLeft() ? from : this.#lastSeat!).opening
    let answer: CommitAnswer['answer']
    if (moves) this.#pause()
    try {
      const commit = { session: this.#session, epoch, opening, number, changes }
      const committed = await persist(this.#options.handling.environment, commit)
      answer = committed.answer
      if (answer === 'done') this.#countPublished(changes)
      // Where another link has come, the answer may be older than what that one was told.
      const isOld = seat !== this.#lastSeat || (number === 0 && committed.isRepeated)
      if (committed.answer === 'done' && !isOld) this.#apply(number, changes, committed.since)
      else if (answer === 'done' || answer === 'already') {
        await this.#takeOver(number, changes, epoch)
      }
      // Before the link resumes, as in what follows: an attempt before may have been done.
      if (answer === 'fenced' && !isLeft()) {
        this.#seat?.downstream.close(REPLACED, 'a newer opening exists')
      }
      if (answer === 'epoch') this.#options.onEpoch(epoch)
    } catch (error) {
      // The store may have it: the link would leave out what a join brings.
      this.#seat?.downstream.close(TRY_LATER, 'the store can not be reached')
      throw error
    } finally {
      if (moves) this.#resume()
    }
    const isLost = answer === 'fenced' || answer === 'epoch'
    if (isLost && number === 0) throw serverError('S0009')
  }

  #pause(): void {
    this.#moving++
    this.#seat?.downstream.pause()
  }

  #resume(): void {
    this.#moving--
    this.#seat?.downstream.resume()
  }

  #countPublished({ publishes }: Changes): void {
    const { measure } = this.#options.handling.environment
    if (publishes.length > 0) measure('published', publishes.length)
  }

  #apply(number: number, { joins, leaves, refused }: Changes, since: number): void {
    for (const target of joins) this.#seat?.downstream.join(target, since)
    for (const target of leaves) this.#seat?.downstream.leave(target)
    if (number > 0) this.#acknowledgements.add(number, refused)
  }

  /**
   * It had been committed: by this node, whose answer was lost or is old, or by another. The store
   * knows what holds now.
   */
  async #takeOver(number: number, { leaves }: Changes, epoch: string): Promise<void> {
    const { store } = this.#options.handling.environment
    let seat: Seat
    let record: Attachment
    do {
      seat = this.#lastSeat!
      record = await store.attach(this.#session, seat.opening)
    } while (seat !== this.#lastSeat)
    if (record.head[0] !== seat.epoch) return this.#options.onEpoch(seat.epoch)
    const { refused, joins } = record
    for (const [target, since] of joins) this.#seat?.downstream.join(target, since)
    for (const target of leaves) if (!joins.has(target)) this.#seat?.downstream.leave(target)
    const isKept = epoch === seat.epoch
    if (number > 0 && isKept) this.#acknowledgements.add(number, refused.includes(number))
  }
}
