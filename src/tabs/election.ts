import { call } from '../connection/callbacks.ts'

/** As much of `navigator.locks` as is used. */
export type TabLocks = Pick<LockManager, 'request' | 'query'>

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
  won: () => void,
  lost: () => void,
  refused: () => void,
): Election {
  let controller = new AbortController()
  let self: string | undefined

  async function holder(): Promise<string | undefined> {
    try {
      return (await locks.query()).held!.find((lock) => lock.name === name)!.clientId
    } catch {
      return undefined
    }
  }

  function request(options?: LockOptions): void {
    controller.abort()
    const { signal } = (controller = new AbortController())
    let hasWon = false
    const hold = async () => {
      if (signal.aborted) return
      hasWon = true
      self = undefined
      void holder().then((id) => (self = id))
      const released = new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve()),
      )
      // What it throws must not look like a lock that was taken.
      call(won)
      await released
    }
    // Rejects when aborted or taken, and where the page may use no locks: then it is never won.
    const rejected = () => signal.aborted || (hasWon ? lost : refused)()
    void locks.request(name, options ?? { signal }, hold).catch(rejected)
  }

  return {
    stand: () => request(),
    steal: () => request({ steal: true }),
    leave: () => controller.abort(),
    holder,
    async isHeld() {
      const present = await holder()
      return !self || !present || present === self
    },
  }
}
