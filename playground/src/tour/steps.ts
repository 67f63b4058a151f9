import type { ServerState } from '../../server/api.ts'
import type { StepId, TourTimes } from './times.ts'

/** Asks the server for one of its controls. */
export type Act = (path: string, body?: object) => Promise<ServerState>

export interface Step {
  readonly id: StepId
  /** Applies the fault; the answer's `at` is a moment from which it holds. */
  strike(act: Act): Promise<ServerState>
  /** How long the page stands still right after it, in ms. */
  readonly asleep?: number
  /** Takes the cause away again, so long after the fault; without it, the cause stays. */
  readonly mend?: { readonly after: number; by(act: Act): Promise<ServerState> }
  /** How long it lasts at most, from the fault (or the waking) on, in ms. */
  readonly bound: number
  /** Whether nothing should be lost: then there is no coming back to wait for. */
  readonly isHarmless?: boolean
}

/** Messages a second to each client; with the page's own feed four of them get it. */
export const FLOOD = 1_250

export const SERVICE_RESTART = 1012

/** What the clients take to connect, about, in ms. */
const OPENING = 300

export const tourSteps = (times: TourTimes, page: string): readonly Step[] => [
  {
    id: 'plug',
    strike: (act) => act('set', { frozen: true }),
    mend: { after: times.unplugged, by: (act) => act('set', { frozen: false }) },
    bound: times.bound.plug,
  },
  {
    id: 'halfOpen',
    strike: (act) => act('strand'),
    bound: times.bound.halfOpen,
  },
  {
    id: 'restart',
    async strike(act) {
      // Longer than the step: `mend` ends it.
      await act('set', { handshakeDelay: 2 * times.bound.restart })
      return act('close', { code: SERVICE_RESTART, reason: 'service restart' })
    },
    mend: { after: times.down, by: (act) => act('set', { handshakeDelay: 0 }) },
    bound: times.bound.restart,
  },
  {
    id: 'lid',
    strike: (act) => act('strand', { forgetAfter: times.forgetAfter }),
    asleep: times.asleep,
    bound: times.bound.lid,
  },
  {
    id: 'flood',
    strike: (act) => act('set', { flood: FLOOD, floodPage: page }),
    bound: times.bound.flood,
    isHarmless: true,
  },
]

/** How long a step takes in all, about, in ms: but for the rest after it. */
export const lengthOf = ({ asleep = 0, bound }: Step, { calm }: TourTimes): number =>
  OPENING + calm + asleep + bound
