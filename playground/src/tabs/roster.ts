import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** A tab that shows this page. */
export interface PageTab {
  /** From 1. */
  readonly number: number
  /** Whether it is the one that the reader looks at. */
  readonly isOwn: boolean
  readonly isLeader: boolean
}

/** Each tab holds a lock whose name ends with its number. */
const NUMBERED = 'playground-tab-'

/** The library's lock, which the leader holds, has a name that begins so. */
const LEADS = 'heartbeat-socket/'

const LOOK_EVERY = 500

/** The tabs among the holders of these locks, in the order of their numbers. */
export function tabsIn(held: readonly LockInfo[], own: number | null): PageTab[] {
  const named = (prefix: string) => held.filter(({ name }) => name?.startsWith(prefix))
  const leaders = named(LEADS).map(({ clientId }) => clientId)
  return named(NUMBERED)
    .map(({ name, clientId }) => ({ number: Number(name!.slice(NUMBERED.length)), clientId }))
    .map(({ number, clientId }) => ({
      number,
      isOwn: number === own,
      isLeader: leaders.includes(clientId),
    }))
    .sort((one, other) => one.number - other.number)
}

export interface Roster {
  readonly tabs: Readonly<ShallowRef<readonly PageTab[]>>
  /** Looks again at once. */
  look(): void
}

/**
 * The tabs that show this page, as the browser itself knows them: it takes the locks of a tab that
 * has gone. Needs Web Locks.
 */
export function useRoster(): Roster {
  const { locks } = navigator
  const tabs = shallowRef<readonly PageTab[]>([])
  let own: number | null = null
  let release = () => {}

  /** Takes the lowest number that is free. */
  async function join(): Promise<void> {
    for (let number = 1; own === null; number++) if (await isFree(number)) own = number
    await look()
  }

  function isFree(number: number): Promise<boolean> {
    return new Promise((resolve) => {
      void locks.request(`${NUMBERED}${number}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock && new Promise<void>((done) => (release = done))
      })
    })
  }

  function leave(): void {
    own = null
    release()
  }

  async function look(): Promise<void> {
    const { held } = await locks.query()
    tabs.value = tabsIn(held!, own)
  }

  const controller = new AbortController()
  const timer = setInterval(() => void look(), LOOK_EVERY)
  // The page cache keeps a page, but it is no tab meanwhile.
  addEventListener('pagehide', leave, controller)
  addEventListener('pageshow', ({ persisted }) => persisted && void join(), controller)
  onScopeDispose(() => {
    controller.abort()
    clearInterval(timer)
    leave()
  })
  void join()
  return { tabs, look: () => void look() }
}
