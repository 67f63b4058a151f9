import { spreadOf } from '../support/statistics.ts'
import { table, type Column } from '../fleet/markdown.ts'
import { ratios, valuesOf } from './ratios.ts'
import type { Series } from './rounds.ts'

export const VARIANT: Column = { head: '' }

/** The table of all variants under one load, in one browser. */
export function sectionOf(all: readonly Series[]): string {
  const { load } = all[0]!
  return {
    time: timeTable,
    pace: paceTable,
    heap: heapTable,
    counts: countsTable,
  }[load.measures](all)
}

function timeTable(all: readonly Series[]): string {
  const hasScript = all[0]!.samples[0]!.script !== null
  const columns = [
    VARIANT,
    ...(hasScript ? [numeric('script'), numeric('least to most'), numeric('µs')] : []),
    numeric('main thread'),
    numeric('least to most'),
    numeric('µs'),
    ...(hasScript ? [numeric('longest task')] : []),
  ]
  const rows = all.map((series) => [
    titleOf(series),
    ...(hasScript ? costCells(series, all, 'script') : []),
    ...costCells(series, all, 'task'),
    ...(hasScript ? [longestTask(series)] : []),
  ])
  return table(columns, rows)
}

/** A cost over the bare socket's, from the least to the most of that, and the µs. */
export function costCells(
  series: Series,
  all: readonly Series[],
  cost: 'script' | 'task',
): string[] {
  const { least, median, most } = spreadOf(ratios(series, all, cost))
  const perMessage = spreadOf(valuesOf(series, cost)).median
  return [figure(median), `${figure(least)} to ${figure(most)}`, figure(perMessage)]
}

function paceTable(all: readonly Series[]): string {
  const columns = [
    VARIANT,
    numeric('main thread'),
    numeric('least to most'),
    numeric('tasks over 50 ms'),
    numeric('longest task'),
    numeric('frames missed'),
  ]
  const rows = all.map((series) => {
    const { samples } = series
    const { least, median, most } = spreadOf(
      samples.map(({ task, duration }) => (task! / duration) * 100),
    )
    const tasks = samples.map(({ longTasks }) => longTasks?.filter((ms) => ms > 50).length)
    const frames = samples.map(({ frames }) => (frames!.missed / wanted(frames!)) * 100)
    return [
      titleOf(series),
      `${figure(median)} %`,
      `${figure(least)} to ${figure(most)} %`,
      tasks[0] === undefined ? '–' : range(tasks as number[]),
      longestTask(series),
      `${figure(spreadOf(frames).median)} %`,
    ]
  })
  return table(columns, rows)
}

function heapTable(all: readonly Series[]): string {
  const columns = [VARIANT, numeric('heap, MB'), numeric('least to most')]
  const rows = all.map((series) => {
    const { least, median, most } = spreadOf(series.samples.map(({ heap }) => heap! / 1_000_000))
    return [titleOf(series), figure(median), `${figure(least)} to ${figure(most)}`]
  })
  return table(columns, rows)
}

function countsTable(all: readonly Series[]): string {
  const columns = [VARIANT, numeric('timers set'), numeric('frames requested')]
  const rows = all.map((series) => [
    titleOf(series),
    range(series.samples.map(({ calls }) => calls!.timers)),
    range(series.samples.map(({ calls }) => calls!.frames)),
  ])
  return table(columns, rows)
}

export function numeric(head: string): Column {
  return { head, isNumeric: true }
}

function wanted({ shown, missed }: { shown: number; missed: number }): number {
  return Math.max(1, shown + missed)
}

/** The longest of a round's tasks of 50 ms and more: the median round's, and the worst. */
function longestTask({ samples }: Series): string {
  if (samples[0]!.longTasks === null) return '–'
  const { median, most } = spreadOf(samples.map(({ longTasks }) => Math.max(0, ...longTasks!)))
  const say = (ms: number): string => (ms < 50 ? 'under 50' : ms.toFixed(0))
  return median === most ? `${say(median)} ms` : `${say(median)}, once ${say(most)} ms`
}

function range(counts: readonly number[]): string {
  const { least, median, most } = spreadOf(counts)
  return least === most ? String(median) : `${median} (${least} to ${most})`
}

export function titleOf({ variant, samples }: Series): string {
  const { title, isOurs, most } = variant
  const name = isOurs ? `**${title}**` : title
  return most === undefined ? name : `${name} (${samples[0]!.messages} messages)`
}

/** Three figures that count, or as many as there are before the point. */
export function figure(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}
