import type { Journal } from '../journal.ts'
import type { FarEnd } from './far-end.ts'
import type { SimulatedTab } from './tab.ts'

interface Account {
  readonly tab: SimulatedTab
  end: string | null
  /** How many messages had arrived when it was given up, if it may have been on its way still. */
  before: number
}

/** What becomes of what the tabs send: T3. */
export class Outcomes {
  readonly #accounts = new Map<number, Account>()
  readonly #far: FarEnd
  readonly #journal: Journal

  constructor(far: FarEnd, journal: Journal) {
    this.#far = far
    this.#journal = journal
  }

  sends(tab: SimulatedTab, message: number): void {
    this.#accounts.set(message, { tab, end: null, before: Infinity })
  }

  /** @param isUncertain - whether a leader that stands still, or an earlier session, may have it */
  ends(tab: SimulatedTab, message: number, end: string, isUncertain: boolean): void {
    const account = this.#accounts.get(message)
    this.#journal.note(tab.name, 'ends', message, end)
    this.#journal.counts(`end: ${end}`)
    if (account?.tab !== tab) this.#breaks(tab, message, `is ${end}, and is not its own`)
    else if (account.end) this.#breaks(tab, message, `is ${account.end}, and ${end}`)
    else {
      account.end = end
      if (isUncertain) account.before = this.#far.handled.length
    }
  }

  /**
   * All is over: what has arrived, and what senders have heard of it.
   *
   * @param hasLost - frames were: so a leader may have sent what it has not answered
   * @param resends - messages may arrive twice: that is asked for
   */
  check(hasLost: boolean, resends: boolean): void {
    const isResent = hasLost || resends
    const { handled, session } = this.#far
    const times = new Map<number, number>()
    const last = new Map<SimulatedTab, number>()
    for (const [index, message] of handled.entries()) {
      const { tab, before } = this.#accounts.get(message)!
      times.set(message, (times.get(message) ?? 0) + 1)
      // Its tab had given it up before it arrived: later ones may have gone first.
      if (before <= index) continue
      if (session && !isResent && message < (last.get(tab) ?? 0))
        this.#breaks(tab, message, 'is overtaken')
      last.set(tab, message)
    }
    for (const [message, { tab, end }] of this.#accounts) {
      const count = times.get(message) ?? 0
      if (count > 1 && !isResent) this.#breaks(tab, message, `arrives ${count} times`)
      if (count > 0 && end && !hasLost && !['unconfirmed', 'confirmed'].includes(end)) {
        this.#breaks(tab, message, `has arrived, and is ${end}`)
      }
      if (count === 0 && end === 'confirmed') this.#breaks(tab, message, 'is confirmed, and lost')
      if (session && !end && tab.state !== 'gone') this.#breaks(tab, message, 'has no end')
    }
  }

  #breaks({ name }: SimulatedTab, message: number, what: string): void {
    this.#journal.breaks('T3', name, message, what)
  }
}
