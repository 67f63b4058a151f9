import type { Core } from '../connection/core.ts'
import type { Wire } from './channel.ts'
import type { Election } from './election.ts'
import type { Silence, Watch } from './watch.ts'

/** At most one theft of the lock in so many ms. */
const SPAN = 30_000

/** A theft waits up to so many ms, so that of many tabs only the first one steals. */
const SPREAD = 1_000

/**
 * Takes the lock from a leader that doesn't answer, where that can't hit a healthy one: this tab hears
 * what it posts, the holder of the lock has not changed, and it has not done so lately.
 *
 * @param wire - while this tab takes part and doesn't lead
 * @param alone - called where the lock is not to be taken
 */
export function createRescue(
  core: Core,
  election: Election,
  wire: () => Wire | null,
  watch: () => Watch,
  alone: () => void,
): Pick<Silence, 'noteHolder' | 'giveUp'> {
  const { clock } = core
  let holder: string | undefined
  let stolenAt = -Infinity

  async function steal(): Promise<void> {
    const present = await election.holder()
    if (!wire() || !watch().isSilent()) return
    if (!present || present !== holder) return alone()
    stolenAt = clock()
    election.steal()
  }

  return {
    noteHolder() {
      holder = undefined
      void election.holder().then((present) => (holder = present))
      wire()?.listenForEcho()
    },
    giveUp() {
      if (!wire()?.hasEcho() || clock() - stolenAt < SPAN) alone()
      else watch().later(() => void steal(), core.options.random() * SPREAD)
    },
  }
}
