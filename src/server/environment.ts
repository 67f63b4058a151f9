import type { SocketError } from '../diagnostics.ts'
import type { ServerCodec } from './codec.ts'
import type { MetricName } from './metrics.ts'
import type { ServerTimer } from './server-timer.ts'
import type { Store } from './store.ts'

/** What every part of a server uses. */
export interface Environment {
  readonly store: Store
  readonly timer: ServerTimer
  readonly random: () => number
  readonly codec: ServerCodec
  /** The most bytes of a message. */
  readonly max: number
  /** Hands an error to the listeners of `error`, or to the console where there are none. */
  report(error: SocketError): void
  measure(name: MetricName, value: number): void
}

/** Resolves `ms` later. */
export const sleep = (timer: ServerTimer, ms: number): Promise<void> =>
  new Promise((resolve) => timer.setTimeout(resolve, ms))
