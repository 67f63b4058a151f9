import uPlot from 'uplot'
import { SHOWN } from './samples.ts'

export interface ChartLook {
  readonly width: number
  readonly height: number
  /** Colours, resolved. */
  readonly line: string
  readonly text: string
  readonly grid: string
  /** Says how long ago. */
  readonly ago: (seconds: number) => string
}

const FONT = '12px system-ui, sans-serif'
/** What fits what has been recorded: an empty chart would tell nothing. */
const SPANS = [60, 120, SHOWN] as const

/** A line over the last minutes, from zero up, without legend or cursor. */
export function chartOptions({ width, height, line, text, grid, ago }: ChartLook): uPlot.Options {
  const axis = {
    stroke: text,
    font: FONT,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
  }
  /** The newest moment, and how far back from there. */
  const range = ({ data: [times] }: uPlot): [from: number, to: number] => {
    const now = Date.now() / 1_000
    const recorded = now - (times[0] ?? now)
    return [now - (SPANS.find((span) => span >= recorded) ?? SHOWN), now]
  }
  return {
    width,
    height,
    padding: [8, 22, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range },
      y: { range: (_chart, _min, max) => [0, niceTop(max)] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 4,
        splits: (_chart, _axis, min, max) => {
          const step = max - min > SPANS[1] + 1 ? 60 : (max - min) / 4
          const count = Math.floor((max - min) / step + 0.01)
          return Array.from({ length: count }, (_, index) => max - (count - 1 - index) * step)
        },
        values: (_chart, splits) => splits.map((split) => ago(Math.round(splits.at(-1)! - split))),
      },
      { ...axis, size: 44, gap: 4 },
    ],
    series: [
      {},
      {
        stroke: line,
        fill: `color-mix(in srgb, ${line} 14%, transparent)`,
        width: 1.5,
        points: { size: 4 },
      },
    ],
  }
}

/** Above the highest value, so that the line doesn't touch the frame; at least 5. */
function niceTop(max: number | null): number {
  return Math.max(5, (max ?? 0) * 1.15)
}
