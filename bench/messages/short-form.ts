import { table } from '../fleet/markdown.ts'
import { costCells, numeric, titleOf, VARIANT } from './document.ts'
import type { Series } from './rounds.ts'

/** What docs/comparison.md shows, by their names. */
const CHOSEN = [
  'bare',
  'heartbeat-page',
  'reconnecting-websocket',
  'vueuse-shown',
  'store-text',
  'hand-written',
]

/** The table of docs/comparison.md, of Chromium's runs of small messages; nothing where one is missing. */
export function shortFormOf(all: readonly Series[]): string | null {
  const { load, samples } = all[0]!
  if (load.name !== 'small' || samples[0]!.script === null) return null
  const chosen = CHOSEN.flatMap((name) => all.find(({ variant }) => variant.name === name) ?? [])
  if (chosen.length < CHOSEN.length) return null
  const ratio = numeric('least to most')
  const columns = [VARIANT, numeric('script'), ratio, numeric('main thread'), ratio]
  const rows = chosen.map((series) => [
    titleOf(series),
    ...ratioCells(series, all, 'script'),
    ...ratioCells(series, all, 'task'),
  ])
  return table(columns, rows)
}

function ratioCells(...of: Parameters<typeof costCells>): string[] {
  return costCells(...of).slice(0, 2)
}
