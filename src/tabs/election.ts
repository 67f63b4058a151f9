import { call } from '../connection/callbacks.ts'
import type { TimerService } from '../timers/index.ts'

/** As much of `navigator.locks` as is used. */
export type TabLocks = Pick<LockManager, 'request' | 'query'>

/** An answer of the locks that takes longer, in ms, is none. */
const ANSWER = 1_000

/** The election of a leader: who holds the lock leads. */
export interface Election {
  /** Waits for the lock. */
  stand(): void
  /** Takes the lock from whichever tab holds it. */
  steal(): void
  /** Waits no longer, and releases the lock. */
  leave(): void
  /** The holder of the lock, as the browser names it; `undefined` where that is not known. */
  holder(): Promise<string | undefined>
  /** Whether this tab still holds it; where that is not known, it does until it hears otherwise. */
  isHeld(): Promise<boolean>
}

/**
 * @param won - called with the lock
 * @param lost - called when another tab has taken it
 * @param refused - called when the page may use no locks
 */
export function createElection(
  locks: TabLocks,
  name: string,
  timer: TimerService,
  won: () => void,
  lost: () => void,
  refused: () => void,
): Election {
  let controller = new AbortController()
  let self: string | undefined

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
    controller.abort()
    const { signal } = (controller = new AbortController())
    let isGranted = false
    let isTaken = false
    try {
      await locks.request(name, options ?? { signal }, async () => {
        if (signal.aborted) return
        isGranted = true
        self = await holder()
        if (signal.aborted || isTaken) return
        const released = new Promise((resolve) => signal.addEventListener('abort', resolve))
        // What it throws must not look like a lock that was taken.
        call(won)
        await released
      })
    } catch {
      isTaken = true
      // Aborted or taken, or the page may use no locks: then it is never granted.
      if (!signal.aborted) (isGranted ? lost : refused)()
    }
  }

  return {
    stand: () => void request(),
    steal: () => void request({ steal: true }),
    leave: () => controller.abort(),
    holder,
    async isHeld() {
      const present = await holder()
      return !self || !present || present === self
    },
  }
}
