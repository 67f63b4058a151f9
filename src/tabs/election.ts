import { call } from '../connection/callbacks.ts'
import type { Core } from '../connection/core.ts'
import type { Wire } from './channel.ts'

/** As much of `navigator.locks` as is used. */
export type TabLocks = Pick<LockManager, 'request' | 'query'>

/** An answer of the locks that takes longer, in ms, is none. */
const ANSWER = 1_000

/**
 * The election of a leader: the tab with the lock leads, once it hears its own claim. Then the others
 * hear it too, and what leaders before have posted has come here, which is what they may have sent. In
 * Safari it proves less: there a page's own process hears a post first, and the others by another way
 * (WebKit, WebBroadcastChannelRegistry.cpp).
 */
export interface Election {
  /** Waits for the lock. */
  stand(): void
  /** Takes the lock from whichever tab holds it. */
  steal(): void
  /** Waits no longer, and releases the lock. */
  leave(): void
  /** What this tab has posted has come back to it. */
  heardItself(): void
  /** A newer term was heard: if it is as new as that of this tab's claim, it claims anew. */
  outbid(): void
  /** The holder of the lock, as the browser names it; `undefined` where that is not known. */
  holder(): Promise<string | undefined>
  /** Whether this tab still holds it; where that is not known, it does until it hears otherwise. */
  isHeld(): Promise<boolean>
}

/** What an election needs of its tab. */
export interface Candidate {
  wire(): Wire
  /** The newest term that the tab has heard of. */
  newestTerm(): number
  /** Called when this tab is elected. */
  lead(term: number): void
  /** Called when another tab has taken the lock. */
  lost(): void
  /** Called when this tab can't be elected: the page may use no locks, or its posts arrive nowhere. */
  refused(): void
}

export function createElection(
  { options: { timer, random } }: Core,
  locks: TabLocks,
  name: string,
  { wire, newestTerm, lead, lost, refused }: Candidate,
): Election {
  let controller = new AbortController()
  let self: string | undefined
  /** Of this tab's claim, until it leads; `Infinity`: none. */
  let term = Infinity
  let deadline: unknown
  /** Whether the last claim has not come back. */
  let isUnheard = false

  async function query(): Promise<string | undefined> {
    let handle: unknown
    const late = new Promise<undefined>((resolve) => {
      handle = timer.setTimeout(() => resolve(undefined), ANSWER)
    })
    try {
      const found = await Promise.race([locks.query(), late])
      return found?.held!.find((lock) => lock.name === name)?.clientId
    } catch {
      return undefined
    } finally {
      timer.clearTimeout(handle)
    }
  }

  async function holder(): Promise<string | undefined> {
    const askedAt = timer.now()
    const present = await query()
    // After a sleep the answer may be old, and what has come since goes first.
    return timer.now() - askedAt < 2 * ANSWER ? present : query()
  }

  async function request(options?: LockOptions): Promise<void> {
    leave()
    const { signal } = (controller = new AbortController())
    let isGranted = false
    try {
      await locks.request(name, options ?? { signal }, async () => {
        if (signal.aborted) return
        isGranted = true
        self = await holder()
        if (signal.aborted) return
        const released = new Promise((resolve) => signal.addEventListener('abort', resolve))
        // What it throws must not look like a lock that was taken.
        call(claim)
        await released
      })
    } catch {
      // Aborted or taken, or the page may use no locks: then it is never granted.
      if (!signal.aborted) (isGranted ? lost : refused)()
    }
  }

  async function isHeld(): Promise<boolean> {
    const present = await holder()
    return !self || !present || present === self
  }

  function claim(): void {
    term = Math.max(newestTerm() + 1, Math.floor((timer.now() + random()) * 1_000))
    deadline = timer.setTimeout(unheard, ANSWER)
    wire().listenForEcho()
    wire().post({ term, seq: 0, items: [], state: undefined })
  }

  /** This tab has slept, or its channel is broken: then another one may do better. */
  function unheard(): void {
    if (isUnheard) {
      leave()
      refused()
    } else {
      isUnheard = true
      stand()
    }
  }

  /** Goes on, unless another tab has taken the lock, of which a tab that slept hears late. */
  async function proceed(act: () => void): Promise<void> {
    const claimed = term
    timer.clearTimeout(deadline)
    isUnheard = false
    if (claimed < Infinity && (await isHeld()) && claimed === term) call(act)
  }

  function win(): void {
    const won = term
    // What else it hears of itself is no second victory.
    term = Infinity
    lead(won)
  }

  const stand = () => void request()

  function leave(): void {
    controller.abort()
    timer.clearTimeout(deadline)
    term = Infinity
  }

  return {
    stand,
    steal: () => void request({ steal: true }),
    leave,
    heardItself() {
      if (controller.signal.aborted) stand()
      else void proceed(win)
    },
    outbid() {
      if (newestTerm() >= term) void proceed(claim)
    },
    holder,
    isHeld,
  }
}
