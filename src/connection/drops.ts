import type { SocketError } from '../diagnostics.ts'
import type { SendResult } from '../options/send-options.ts'
import { emitError, type Core } from './core.ts'
import type { Drop, DropReason } from './events.ts'

/** Emits which messages were given up. */
export interface Drops {
  drop(data: unknown, reason: DropReason): SendResult
  /** The same for one that can't be encoded or sent, with the error that says so. */
  refuse(data: unknown, error: SocketError): SendResult
  /** Keeps one that was in flight when its link ended, until `reportLost()`. */
  lose(data: unknown): void
  /** Drops as `unconfirmed` what was lost: after the `close` of its link. */
  reportLost(): void
  /** Emits now the drops that were left for a later task. */
  reportLate(): void
}

export function createDrops(core: Core): Drops {
  const { events } = core
  const lost: unknown[] = []
  let isDropping = false
  /** Dropped while a drop was emitted. */
  const late: Drop[] = []

  function drop(data: unknown, reason: DropReason): SendResult {
    if (core.relayed?.(data, reason)) return 'dropped'
    // What a listener sends again may be dropped again: not in this task, for ever.
    if (!isDropping) events.defer(() => report({ data, reason }))
    else if (late.push({ data, reason }) === 1) core.options.timer.setTimeout(reportInTurn, 0)
    return 'dropped'
  }

  function report(dropped: Drop): void {
    isDropping = true
    events.emit('drop', dropped)
    isDropping = false
  }

  function reportInTurn(): void {
    events.defer(reportLate)
    events.drain()
  }

  const reportLate = () => late.splice(0).forEach(report)

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
    reportLate,
  }
}
