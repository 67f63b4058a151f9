import type { TimerService } from 'vue-heartbeat-socket'
import type { Counted } from '../../server/api.ts'
import type { LaneCounter } from '../lost/counter.ts'
import { forEach, Sender, type Tallies } from '../lost/sender.ts'
import { laneIds, type Lane, type LaneId } from './lanes/lane.ts'
import type { LaneListener, OpenLane } from './lanes/lane.ts'
import { LaneRecord, type Outcome } from './record.ts'
import type { Act, Step } from './steps.ts'
import type { StepId, TourTimes } from './times.ts'
import { wait } from './wait.ts'

export type Stage = 'preparing' | 'calm' | 'struck' | 'mended' | 'shown'

export type Records = Readonly<Record<LaneId, LaneRecord>>

/** The result of a step. */
export interface Row {
  readonly step: StepId
  readonly outcomes: Readonly<Record<LaneId, Outcome>>
  /** How long the lanes had, from the fault (or the waking) on, in ms. */
  readonly lasted: number
  /** What became of the messages that the lanes sent. */
  readonly tallies: Tallies<LaneId>
}

/** What a step is played with. */
export interface Stagehands {
  readonly act: Act
  /** What the server has got of the messages that the lanes sent. */
  count(): Promise<Readonly<Record<string, Counted>>>
  /** Distinguishes the lanes' messages from those of other steps and pages. */
  nextRun(): string
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
  const records = forEach(laneIds, () => new LaneRecord(() => timers.now()))
  const sender = new Sender(stagehands.nextRun(), laneIds, timers)
  const ends: (() => void)[] = []
  function start(id: LaneId, url: string): Lane {
    const lane = open[id](url, times, listenerOf(records[id], sender.counters[id]))
    ends.push(() => lane.end())
    return lane
  }
  audience.begins(records)
  try {
    audience.stage('preparing')
    const { url } = await act('heal')
    signal.throwIfAborted()
    const lanes = forEach(laneIds, (id) => start(id, `${url}?page=${page}`))
    await areWell(records, lanes, stagehands, signal)
    audience.stage('calm')
    await wait(timers, times.calm, signal)
    await areWell(records, lanes, stagehands, signal)
    // What a page says after its sleep would show it that the server has forgotten it.
    if (step.asleep === undefined) sender.start(lanes)
    audience.stage('struck')
    const result = await suffer(step, stagehands, audience, records, signal)
    audience.row({ ...result, tallies: await sender.tallies(() => stagehands.count()) })
    audience.stage('shown')
    await wait(timers, times.rest, signal)
  } finally {
    sender.stop()
    // Healed first: browsers complain of an attempt that is given up, but not of one that succeeds.
    await act('heal').finally(() => ends.forEach((end) => end()))
  }
}

async function areWell(
  records: Records,
  lanes: Readonly<Record<LaneId, Lane>>,
  { timers, times }: Stagehands,
  signal: AbortSignal,
): Promise<void> {
  const isWell = (): boolean => laneIds.every((id) => records[id].isWell && lanes[id].isReady())
  await wait(timers, times.prepare, signal, isWell)
  if (!isWell()) throw new Error('Not all of the clients got a message in time')
}

async function suffer(
  step: Step,
  { act, timers, hold }: Stagehands,
  audience: Audience,
  records: Records,
  signal: AbortSignal,
): Promise<Omit<Row, 'tallies'>> {
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

const listenerOf = (record: LaneRecord, counter: LaneCounter): LaneListener => ({
  report: (status, isOpen) => record.report(status, isOpen),
  hears: (text) => record.hears(text),
  ...counter.listener,
})

const outcomesOf = (records: Records): Row['outcomes'] =>
  forEach(laneIds, (id) => records[id].outcome)
