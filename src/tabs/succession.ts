import type { Core } from '../connection/core.ts'
import type { Outbox } from '../connection/outbox.ts'
import type { SessionState } from '../options/session.ts'
import type { Answer } from './shared-state.ts'

/**
 * The outbox for a link of this tab's own, which may go on with another one's session.
 *
 * @param note - called with what the server says of the messages sent before
 */
export function createOwnOutbox(outbox: Outbox, note: (answer: Answer) => void): Outbox {
  return {
    ...outbox,
    resume(link, answer) {
      if (answer?.in !== undefined) note({ in: answer.in, refused: answer.refused! })
      // First: a number that the leader before has used would count as sent already.
      if (answer?.in) outbox.inFlight.skip(answer.in)
      outbox.resume(link, answer)
    },
  }
}

/**
 * Goes on with the leader's session; or with its own, if no other tab can have done so.
 *
 * @param saved - the leader's
 * @param isSole - whether no other tab can have gone on with that of this one
 */
export function takeSession(
  { lifetime, options }: Core,
  outbox: Outbox,
  saved: SessionState | undefined,
  term: number,
  isSole: boolean,
): void {
  if (!options.session) return
  if (saved) {
    // No leader before can have come to this opening, but by a clock that was set back since.
    const opening = Math.max(term, saved.opening)
    lifetime.session = options.session.begin({ ...saved, opening })
  } else if (!isSole) {
    lifetime.session = undefined
    outbox.resume(null, { in: null })
  }
}
