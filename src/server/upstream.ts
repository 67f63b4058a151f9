import { MAX_IN_FLIGHT, REPLACED, TRY_LATER } from '../protocol/index.ts'
import { createAcknowledgements } from './acknowledgements.ts'
import { NO_CHANGES } from './changes.ts'
import { serverError } from './diagnostics.ts'
import type { Downstream } from './downstream.ts'
import { handle, type Handling, type Received } from './handling.ts'
import { persist } from './persist.ts'
import type { Session } from './session.ts'
import type { Changes, SessionKey } from './store.ts'

/** A link's part in the upstream of its session. */
export interface Seat {
  readonly opening: number
  readonly epoch: string
  /** The greatest number that was committed before, as the welcome says it. */
  readonly committed: number
  readonly downstream: Downstream
  close(code: number, reason: string): void
}

/**
 * The messages of one session, which a handler takes one at a time. It outlives a link: a handler
 * that runs when the link ends goes on, and the session's next link here finds its commit.
 */
export interface Upstream {
  /** The link whose messages are handled now; `null` after its end. */
  readonly seat: Seat | null
  /** A link takes the place of the one before. */
  attach(seat: Seat): void
  /** The link has ended: what waits is discarded, as the client will send it again. */
  detach(seat: Seat): void
  /** A message has arrived. Returns `false` when more wait than a client may have in flight. */
  receive(received: Received): boolean
  /** Sends what acknowledgement has waited until the link has drained. */
  flush(): void
  /** Joins and leaves outside of a handler. */
  move(changes: Partial<Changes>): Promise<void>
  /** Resolves when no handler runs. */
  whenIdle(): Promise<void>
}

export interface UpstreamOptions {
  readonly handling: Handling
  readonly key: SessionKey
  /** As handlers see it. */
  readonly session: Session
  /** The store has another epoch. */
  onEpoch(): void
  /** No link, and nothing running. */
  onIdle(): void
}

export function createUpstream(options: UpstreamOptions): Upstream {
  const { handling, key, session, onEpoch, onIdle } = options
  const { environment } = handling
  const acknowledgements = createAcknowledgements(environment.timer)
  let seat: Seat | null = null
  let lastSeat: Seat | null = null
  let accepted = 0
  let queue: Received[] = []
  let running: Promise<void> | null = null
  /** Commits under way that may change what the session gets; nothing is delivered meanwhile. */
  let moving = 0

  const numbered = (): Received[] => queue.filter(({ number }) => number > 0)

  function takes({ number, data }: Received): boolean {
    if (number === 0) {
      const oldest = queue.findIndex((one) => one.number === 0)
      if (queue.length - numbered().length >= MAX_IN_FLIGHT) queue.splice(oldest, 1)
      return true
    }
    const waiting = numbered()
    const size = waiting.reduce((sum, one) => sum + one.data.length, data.length)
    return waiting.length < MAX_IN_FLIGHT && size <= environment.max
  }

  function receive(received: Received): boolean {
    const { number } = received
    if (number > 0 && number <= accepted) {
      if (number <= acknowledgements.committed) acknowledgements.repeat()
      return true
    }
    if (!takes(received)) return false
    if (number > 0) accepted = number
    queue.push(received)
    // In a task of its own: what the link received together waits together.
    running ??= Promise.resolve().then(run)
    return true
  }

  async function run(): Promise<void> {
    for (let next; (next = queue.shift());) {
      if (next.number > 0 && next.number <= acknowledgements.committed) acknowledgements.repeat()
      else await take(next, seat!)
    }
    running = null
    if (!seat) onIdle()
  }

  async function take(received: Received, from: Seat): Promise<void> {
    const changes = await handle(handling, received, session, () => seat === from)
    if (changes === null) return
    try {
      await commit(received.number, changes, from.epoch)
    } catch {
      seat?.close(TRY_LATER, 'the store can not be reached')
    }
  }

  /** @throws what the store's last failure was, or that the session is no longer here */
  async function commit(number: number, changes: Changes, epoch: string): Promise<void> {
    const moves = changes.joins.length + changes.leaves.length > 0
    if (moves) {
      moving++
      seat?.downstream.pause()
    }
    try {
      const opening = (): number => lastSeat!.opening
      const answer = await persist(environment, { session: key, epoch, opening, number, changes })
      if (answer.answer === 'already') await takeOver(number, changes)
      if (answer.answer === 'done') apply(number, changes, answer.since)
      if (answer.answer === 'fenced') seat?.close(REPLACED, 'a newer opening exists')
      if (answer.answer === 'epoch') onEpoch()
      const isLost = answer.answer === 'fenced' || answer.answer === 'epoch'
      if (isLost && number === 0) throw serverError('S0009')
    } finally {
      if (moves) {
        moving--
        seat?.downstream.resume()
      }
    }
  }

  function apply(number: number, { joins, leaves, refused, publishes }: Changes, since: number) {
    for (const target of joins) seat?.downstream.join(target, since)
    for (const target of leaves) seat?.downstream.leave(target)
    if (publishes.length > 0) environment.measure('published', publishes.length)
    if (number > 0) acknowledgements.add(number, refused)
  }

  /** The number had been committed: by this node, whose answer was lost, or by another. */
  async function takeOver(number: number, { leaves }: Changes): Promise<void> {
    const { refused, joins } = await environment.store.attach(key, lastSeat!.opening)
    for (const [target, since] of joins) seat?.downstream.join(target, since)
    for (const target of leaves) if (!joins.has(target)) seat?.downstream.leave(target)
    acknowledgements.add(number, refused.includes(number))
  }

  return {
    get seat() {
      return seat
    },
    attach(next) {
      queue = []
      seat = lastSeat = next
      accepted = next.committed
      for (let paused = 0; paused < moving; paused++) next.downstream.pause()
      acknowledgements.begin(next.committed, next.downstream.acknowledge)
    },
    detach(from) {
      if (seat !== from) return
      seat = null
      queue = []
      acknowledgements.end()
      if (!running) onIdle()
    },
    receive,
    flush: acknowledgements.flush,
    async move(changes) {
      if (!lastSeat) throw serverError('S0009')
      await commit(0, { ...NO_CHANGES, ...changes }, lastSeat.epoch)
    },
    async whenIdle() {
      while (running) await running
    },
  }
}
