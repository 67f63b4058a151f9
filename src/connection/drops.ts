import type { SocketError } from '../diagnostics.ts'
import type { SendResult } from '../options/send-options.ts'
import { emitError, type Core } from './core.ts'
import type { DropReason } from './events.ts'

/** Emits which messages were given up. */
export interface Drops {
  drop(data: unknown, reason: DropReason): SendResult
  /** The same for one that can't be encoded or sent, with the error that says so. */
  refuse(data: unknown, error: SocketError): SendResult
  /** Keeps one that was in flight when its link ended, until `reportLost()`. */
  lose(data: unknown): void
  /** Drops as `unconfirmed` what was lost: after the `close` of its link. */
  reportLost(): void
}

export function createDrops(core: Core): Drops {
  const { events } = core
  const lost: unknown[] = []
  let isDropping = false

  function drop(data: unknown, reason: DropReason): SendResult {
    const report = () =>
      events.defer(() => {
        isDropping = true
        events.emit('drop', { data, reason })
        isDropping = false
      })
    // What a listener sends again may be dropped again: not in this task, for ever.
    if (isDropping) core.options.timer.setTimeout(() => (report(), events.drain()), 0)
    else report()
    return 'dropped'
  }

  return {
    drop,
    refuse(data, error) {
      emitError(core, error)
      return drop(data, 'unsendable')
    },
    lose: (data) => void lost.push(data),
    reportLost() {
      for (const data of lost.splice(0)) drop(data, 'unconfirmed')
    },
  }
}
