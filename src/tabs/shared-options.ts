import { REPLACED } from '../connection/close-codes.ts'
import type { Core } from '../connection/core.ts'
import type { PageSignals } from '../options/page.ts'

/**
 * Gives a link that tabs share the options that it needs.
 *
 * @param page - of the leader, which counts as visible while any tab is
 * @param replaced - called when the server has refused the session: another tab has gone on with it
 */
export function shareOptions(core: Core, page: PageSignals, replaced: () => void): void {
  const { page: own, reconnect, session } = core.options
  core.options = {
    ...core.options,
    page: own && page,
    reconnect: {
      ...reconnect,
      shouldReconnect(close, byDefault) {
        if (session && close.code === REPLACED) replaced()
        return reconnect.shouldReconnect?.(close, byDefault) ?? byDefault
      },
    },
  }
}
