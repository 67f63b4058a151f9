export type StepId = 'plug' | 'halfOpen' | 'restart' | 'lid' | 'flood'

/** All in ms. */
export interface TourTimes {
  /** Heartbeat and reconnect: the same for every lane that has them. */
  readonly interval: number
  readonly timeout: number
  readonly delay: number
  /** How long all lanes may take to open, before a step. */
  readonly prepare: number
  /** How long they are seen well before the fault. */
  readonly calm: number
  /** How long the outcome is seen before the next step. */
  readonly rest: number
  /** Pulled plug: until it is put back. */
  readonly unplugged: number
  /** Server restart: until new connections are answered. */
  readonly down: number
  /** Laptop lid: how long the page stands still, and when the server forgets it meanwhile. */
  readonly asleep: number
  readonly forgetAfter: number
  /** How long a step lasts at most, from the fault (or the waking) on. */
  readonly bound: Readonly<Record<StepId, number>>
}

const MIN_PACE = 0.3
const MAX_PACE = 3

/**
 * The tour's times.
 *
 * @param pace - stretches or shortens all of them alike, for tests and for slow readers
 */
export function tourTimes(pace: number): TourTimes {
  const at = (ms: number): number => Math.round(ms * pace)
  return {
    interval: at(2_000),
    timeout: at(1_000),
    delay: at(1_000),
    // However quick the tour, a machine needs its time.
    prepare: 10_000,
    calm: at(1_500),
    rest: at(2_000),
    unplugged: at(6_000),
    down: at(3_000),
    asleep: at(4_000),
    forgetAfter: at(2_000),
    bound: {
      plug: at(10_000),
      halfOpen: at(8_000),
      restart: at(7_000),
      lid: at(6_000),
      flood: at(5_000),
    },
  }
}

/** The pace that the page's address asks for: `?tour-pace=0.5` takes half the time. */
export function paceOf(search: string): number {
  const asked = Number(new URLSearchParams(search).get('tour-pace') ?? 1)
  return Number.isFinite(asked) ? Math.min(Math.max(asked, MIN_PACE), MAX_PACE) : 1
}
