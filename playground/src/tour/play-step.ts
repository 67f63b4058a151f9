import type { TimerService } from 'vue-heartbeat-socket'
import { laneIds, type LaneId, type OpenLane } from './lanes/lane.ts'
import { LaneRecord, type Outcome } from './record.ts'
import type { Act, Step, StepId } from './steps.ts'
import type { TourTimes } from './times.ts'
import { wait } from './wait.ts'

export type Stage = 'preparing' | 'calm' | 'struck' | 'mended' | 'shown'

export type Records = Readonly<Record<LaneId, LaneRecord>>

/** The result of a step. */
export interface Row {
  readonly step: StepId
  readonly outcomes: Readonly<Record<LaneId, Outcome>>
  /** How long the lanes had, from the fault (or the waking) on, in ms. */
  readonly lasted: number
}

/** What a step is played with. */
export interface Stagehands {
  readonly act: Act
  readonly open: Readonly<Record<LaneId, OpenLane>>
  readonly timers: TimerService
  readonly times: TourTimes
  /** What distinguishes this page; its clients carry it, so that a flood reaches no other page. */
  readonly page: string
  /** Keeps this page's one thread busy for so many ms. */
  hold(ms: number): void
}

/** What hears of a step. */
export interface Audience {
  begins(records: Records): void
  stage(stage: Stage): void
  row(row: Row): void
}

/** Long enough for a page to be painted, in ms. */
const PAINT = 100

/**
 * Opens all lanes on a healed server, breaks it, waits for what comes of it, and heals it.
 *
 * @throws the signal's reason when it is aborted, and whatever the server's controls throw
 */
export async function playStep(
  step: Step,
  stagehands: Stagehands,
  audience: Audience,
  signal: AbortSignal,
): Promise<void> {
  const { act, open, timers, times, page } = stagehands
  const records = makeRecords(() => timers.now())
  const ends: (() => void)[] = []
  audience.begins(records)
  try {
    audience.stage('preparing')
    const { url } = await act('heal')
    signal.throwIfAborted()
    for (const id of laneIds) ends.push(open[id](`${url}?page=${page}`, times, records[id]))
    await areWell(records, stagehands, signal)
    audience.stage('calm')
    await wait(timers, times.calm, signal)
    await areWell(records, stagehands, signal)
    audience.stage('struck')
    audience.row(await suffer(step, stagehands, audience, records, signal))
    audience.stage('shown')
    await wait(timers, times.rest, signal)
  } finally {
    // Healed first: browsers complain of an attempt that is given up, but not of one that succeeds.
    await act('heal').finally(() => ends.forEach((end) => end()))
  }
}

async function areWell(
  records: Records,
  { timers, times }: Stagehands,
  signal: AbortSignal,
): Promise<void> {
  const all = Object.values(records)
  const isWell = (): boolean => all.every((record) => record.isWell)
  await wait(timers, times.prepare, signal, isWell)
  if (!isWell()) throw new Error('Not all of the clients got a message in time')
}

async function suffer(
  step: Step,
  { act, timers, hold }: Stagehands,
  audience: Audience,
  records: Records,
  signal: AbortSignal,
): Promise<Row> {
  const all = Object.values(records)
  if (step.asleep !== undefined) await wait(timers, PAINT, signal)
  for (const record of all) record.mark('fault')
  let begin = timers.now()
  const { at } = await step.strike(act)
  if (step.asleep !== undefined) {
    hold(step.asleep)
    for (const record of all) record.mark('waking')
    begin = timers.now()
  }
  for (const record of all) record.holdsFrom(at)

  if (step.mend) {
    await wait(timers, step.mend.after, signal)
    await step.mend.by(act)
    for (const record of all) record.mark('mend')
    audience.stage('mended')
  }
  const areBack = (): boolean => all.every(({ outcome }) => outcome.backAfter !== null)
  const left = begin + step.bound - timers.now()
  await wait(timers, left, signal, step.isHarmless ? undefined : areBack)
  return { step: step.id, outcomes: outcomesOf(records), lasted: timers.now() - begin }
}

const makeRecords = (now: () => number): Records => ({
  ours: new LaneRecord(now),
  vueuse: new LaneRecord(now),
  bare: new LaneRecord(now),
})

const outcomesOf = ({ ours, vueuse, bare }: Records): Row['outcomes'] => ({
  ours: ours.outcome,
  vueuse: vueuse.outcome,
  bare: bare.outcome,
})
