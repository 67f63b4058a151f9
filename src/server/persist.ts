import { serverError } from './diagnostics.ts'
import { sleep, type Environment } from './environment.ts'
import type { Changes, CommitAnswer, SessionKey } from './store.ts'

/** Waits before a commit is sent again, in ms. */
const RETRY_DELAYS: readonly number[] = [100, 1_000, 5_000]

export interface Commit {
  readonly session: SessionKey
  readonly epoch: string
  /** Asked before each attempt, and when fenced: a newer link of this node may have taken over. */
  readonly opening: () => number
  /** 0: without a number. */
  readonly number: number
  readonly changes: Changes
}

/**
 * Sends a commit to the store, again where no answer came: its number keeps it from counting twice.
 * One without a number is sent again only if it publishes nothing. `isRepeated`: the store may have had
 * it before, so that the answer doesn't say since when a target is joined.
 * @throws what the store's last failure was
 */
export async function persist(
  { store, timer, report }: Environment,
  { session, epoch, opening, number, changes }: Commit,
): Promise<CommitAnswer & { readonly isRepeated: boolean }> {
  const isRepeatable = number > 0 || changes.publishes.length === 0
  for (let attempt = 0; ; attempt++) {
    try {
      let asked: number
      let answer: CommitAnswer
      do {
        asked = opening()
        answer = await store.commit(session, epoch, asked, number, changes)
      } while (answer.answer === 'fenced' && asked < opening())
      return { ...answer, isRepeated: attempt > 0 }
    } catch (cause) {
      const delay = RETRY_DELAYS[attempt]
      report(serverError('S0003', { option: 'commit', cause }))
      if (delay === undefined || !isRepeatable) throw cause
      await sleep(timer, delay)
    }
  }
}
