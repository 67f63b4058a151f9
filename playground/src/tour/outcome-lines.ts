import type { Tally } from '../lost/counter.ts'
import type { Outcome } from './record.ts'

export type LineKey =
  | 'stayed'
  | 'messages'
  | 'falseAlarm'
  | 'noticed'
  | 'unaware'
  | 'never'
  | 'back'
  | 'dataAgain'
  | 'away'
  | 'notBack'
  | 'lost'
  | 'untold'

/** A line about a lane: which message, and its figure (ms, or a count). */
export interface Line {
  readonly key: LineKey
  readonly figure: number
  readonly tone: 'good' | 'bad' | 'plain'
}

interface Circumstances {
  /** Whether nothing should be lost. */
  readonly isHarmless: boolean
  /** In ms since the fault. */
  readonly elapsed: number
  /** Whether the step is over, so that nothing can follow. */
  readonly isOver: boolean
}

/** What is to be said of a lane, in a step or after it. */
export function linesOf(outcome: Outcome, circumstances: Circumstances): Line[] {
  const { noticedAfter } = outcome
  const { isHarmless, elapsed, isOver } = circumstances
  if (isHarmless && noticedAfter === null) {
    return [
      { key: 'stayed', figure: elapsed, tone: 'good' },
      { key: 'messages', figure: outcome.received, tone: 'plain' },
    ]
  }
  if (noticedAfter === null) return unnoticed(outcome, elapsed, isOver)
  const first = isHarmless ? 'falseAlarm' : 'noticed'
  return [
    { key: first, figure: noticedAfter, tone: isHarmless ? 'bad' : 'good' },
    comeback(outcome, elapsed, isOver),
  ]
}

/** How many of a lane's messages were lost, and how many of these it has not reported. */
export function lossLines({ lost, untold }: Tally): Line[] {
  return [
    { key: 'lost', figure: lost, tone: lost === 0 ? 'good' : 'plain' },
    { key: 'untold', figure: untold, tone: untold === 0 ? 'good' : 'bad' },
  ]
}

function unnoticed({ backAfter }: Outcome, elapsed: number, isOver: boolean): Line[] {
  const tone = isOver ? 'bad' : 'plain'
  const first: Line = { key: isOver ? 'never' : 'unaware', figure: elapsed, tone }
  if (backAfter === null) return [first]
  return [first, { key: 'dataAgain', figure: backAfter, tone: 'plain' }]
}

function comeback({ backAfter }: Outcome, elapsed: number, isOver: boolean): Line {
  if (backAfter !== null) return { key: 'back', figure: backAfter, tone: 'good' }
  return { key: isOver ? 'notBack' : 'away', figure: elapsed, tone: isOver ? 'bad' : 'plain' }
}
