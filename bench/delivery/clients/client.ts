import type { Tally } from '../tally.ts'
import type { Up } from '../setup.ts'

/** A client of either library, as the runs need it. */
export interface Client {
  readonly id: number
  readonly feed: Tally
  /** Openings after the first, and those of them that continued. */
  readonly reopenings: number
  readonly recovered: number
  readonly isOpen: boolean
  /** Messages sent and not yet acknowledged. */
  readonly inFlight: number
  /** Messages that it was told to be of unknown fate. */
  readonly unconfirmed: number
  send(up: Up): void
  stop(): void
}

export interface ClientSetup {
  readonly id: number
  readonly port: number
  /** The auditor gets the effects. */
  readonly onEffect?: ((up: Up) => void) | undefined
  readonly onTold?: (() => void) | undefined
}
