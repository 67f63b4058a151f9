import { spreadOf } from '../support/statistics.ts'
import { table } from '../fleet/markdown.ts'
import { figure } from './document.ts'
import type { LoadName } from './loads.ts'
import { ratioOf } from './ratios.ts'
import type { Series } from './rounds.ts'

/** What was to be reached, and by which runs one sees whether it was. */
interface Asked {
  readonly what: string
  readonly bound: string
  readonly load: LoadName
  /** Nothing, where the runs for it were left out. */
  measure(all: readonly Series[]): number | undefined
  isReached(value: number): boolean
  readonly unit?: string
}

/** What the log of 200 such messages may take, in MB. */
const LOG = 0.1

const ASKED: readonly Asked[] = [
  ratioAsked('small', 'store-text', 'reconnecting-websocket', 'reconnecting-websocket', 1),
  {
    ...ratioAsked('small', 'store-text', 'vueuse-shown', 'VueUse', 1),
    bound: 'below 1',
    isReached: (value) => value < 1,
  },
  ratioAsked('small', 'store-text', 'bare', 'the bare socket', 1.4),
  ratioAsked('small', 'store-json', 'bare-json', 'the bare socket with `JSON.parse`', 1.4),
  ratioAsked('json', 'store-json', 'bare-json', 'the same, messages of 4 kB', 1.4),
  {
    what: 'the store written by hand, over store, text',
    bound: 'at least 100',
    load: 'small',
    measure: (all) => ratioOf(all, 'hand-written', 'store-text', 'script'),
    isReached: (value) => value >= 100,
  },
  {
    what: 'longest task at 5 000 messages a second, store, text',
    bound: 'at most 50 ms',
    load: 'brisk',
    measure: (all) => medianOf(all, ({ longTasks }) => Math.max(0, ...longTasks!)),
    isReached: (value) => value <= 50,
    unit: 'ms',
  },
  {
    what: 'heap after 1 000 000 messages, store, text',
    bound: 'at most 2 MB and the log',
    load: 'million',
    measure: (all) => medianOf(all, ({ heap }) => heap! / 1_000_000),
    isReached: (value) => value <= 2 + LOG,
    unit: 'MB',
  },
  {
    what: 'timers set in these 5 s of a heartbeat interval of 15, store, text',
    bound: 'at most 2',
    load: 'timers',
    measure: (all) => medianOf(all, ({ calls }) => calls!.timers),
    isReached: (value) => value <= 2,
  },
]

/** What was asked of a load, and what its runs in Chromium show; nothing if nothing was. */
export function figuresOf(all: readonly Series[]): string {
  const { load, samples } = all[0]!
  if (samples[0]!.script === null) return ''
  const rows = ASKED.filter((asked) => asked.load === load.name).flatMap((asked) => {
    const value = asked.measure(all)
    return value === undefined ? [] : [cellsOf(asked, value)]
  })
  const columns = [{ head: '' }, { head: 'asked' }, { head: 'measured' }, { head: 'reached' }]
  return rows.length > 0 ? table(columns, rows) : ''
}

function cellsOf({ what, bound, isReached, unit = '' }: Asked, value: number): string[] {
  const shown = unit === 'ms' && value < 50 ? 'under 50' : figure(value)
  return [what, bound, `${shown} ${unit}`.trim(), isReached(value) ? 'yes' : '**no**']
}

function ratioAsked(
  load: LoadName,
  name: string,
  other: string,
  otherTitle: string,
  most: number,
): Asked {
  const title = name === 'store-text' ? 'store, text' : 'store, json'
  return {
    what: `script time: ${title}, over ${otherTitle}`,
    bound: `at most ${most}`,
    load,
    measure: (all) => ratioOf(all, name, other, 'script'),
    isReached: (value) => value <= most,
  }
}

function medianOf(
  all: readonly Series[],
  read: (sample: Series['samples'][number]) => number,
): number | undefined {
  const series = all.find(({ variant }) => variant.name === 'store-text')
  return series && spreadOf(series.samples.map(read)).median
}
