import type { Core } from '../connection/core.ts'
import type { Outbox } from '../connection/outbox.ts'
import type { SessionState } from '../options/session.ts'
import type { Answer } from './shared-state.ts'

/** Which session a link of this tab's own goes on with. */
export interface Succession {
  /** Whether no other tab can have gone on with the session of this one. */
  isSole: boolean
  /** The outbox, for a link of its own. */
  readonly outbox: Outbox
  /** Goes on with the leader's session; or with its own, if no other tab can have done so. */
  take(saved: SessionState | undefined, term: number): void
}

/** @param note - called with what the server says of the messages sent before */
export function createSuccession(
  core: Core,
  outbox: Outbox,
  note: (answer: Answer) => void,
): Succession {
  const self: Succession = {
    isSole: true,
    outbox: {
      ...outbox,
      resume(link, answer) {
        if (answer?.in !== undefined) note({ in: answer.in, refused: answer.refused! })
        // First: a number that the leader before has used would count as sent already.
        if (answer?.in) outbox.inFlight.skip(answer.in)
        outbox.resume(link, answer)
      },
    },
    take(saved, term) {
      const { lifetime, options } = core
      if (!options.session) return
      // No leader before can have come to this opening.
      if (saved) lifetime.session = options.session.begin({ ...saved, opening: term })
      else if (!self.isSole) {
        lifetime.session = undefined
        outbox.resume(null, { in: null })
      }
    },
  }
  return self
}
