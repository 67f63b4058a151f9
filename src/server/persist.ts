import { serverError } from './diagnostics.ts'
import { sleep, type Environment } from './environment.ts'
import type { Changes, CommitAnswer, SessionKey } from './store.ts'

/** Waits before a commit is sent again, in ms. */
const RETRY_DELAYS: readonly number[] = [100, 1_000, 5_000]

export interface Commit {
  readonly session: SessionKey
  readonly epoch: string
  /** Asked before each attempt: a newer link may have taken over. */
  readonly opening: () => number
  /** 0: without a number. */
  readonly number: number
  readonly changes: Changes
}

/**
 * Sends a commit to the store, again where no answer came: its number keeps it from counting twice.
 * One without a number is sent again only if it publishes nothing.
 * @throws what the store's last failure was
 */
export async function persist(
  { store, timer, report }: Environment,
  { session, epoch, opening, number, changes }: Commit,
): Promise<CommitAnswer> {
  const isRepeatable = number > 0 || changes.publishes.length === 0
  for (let attempt = 0; ; attempt++) {
    try {
      return await store.commit(session, epoch, opening(), number, changes)
    } catch (cause) {
      const delay = RETRY_DELAYS[attempt]
      report(serverError('S0003', { option: 'commit', cause }))
      if (delay === undefined || !isRepeatable) throw cause
      await sleep(timer, delay)
    }
  }
}
