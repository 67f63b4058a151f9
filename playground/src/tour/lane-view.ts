import { laneIds, type LaneId } from './lanes/lane.ts'
import type { Records } from './play-step.ts'
import { CELL, type LaneRecord, type Mark, type Outcome } from './record.ts'

/** A stretch of time, in ms since the start of the step. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A lane at a moment. */
export interface LaneView {
  readonly status: string
  readonly isOpen: boolean
  /** Since the newest message, in ms. */
  readonly silentFor: number | null
  readonly outcome: Outcome
  /** In ms; `null` before the fault. */
  readonly sinceFault: number | null
  /** When it believed to be open, in ms since the step's start. */
  readonly believed: readonly Span[]
  /** When messages came, in ms since the step's start. */
  readonly heard: readonly Span[]
  /** In ms since the step's start. */
  readonly marks: readonly Mark[]
}

export type LaneViews = Readonly<Record<LaneId, LaneView>>

/** What is to be shown of the lanes at this moment. */
export function viewOf(records: Records, now: number): LaneViews {
  return Object.fromEntries(laneIds.map((id) => [id, laneView(records[id], now)])) as LaneViews
}

function laneView(record: LaneRecord, now: number): LaneView {
  const { status, isOpen, lastAt, outcome, sinceFault, startedAt } = record
  return {
    status,
    isOpen,
    silentFor: lastAt === null ? null : now - lastAt,
    outcome,
    sinceFault,
    believed: believedSpans(record, now),
    heard: heardSpans(record),
    marks: record.marks.map(({ at, kind }) => ({ at: at - startedAt, kind })),
  }
}

function believedSpans({ beliefs, startedAt }: LaneRecord, now: number): Span[] {
  return beliefs.flatMap(({ at, isOpen }, index) =>
    isOpen ? [{ from: at - startedAt, to: (beliefs[index + 1]?.at ?? now) - startedAt }] : [],
  )
}

function heardSpans({ heard }: LaneRecord): Span[] {
  return [...heard].map((cell) => ({ from: cell * CELL, to: (cell + 1) * CELL }))
}
