import { libraries, type Result } from './fleet.ts'
import { percent } from './markdown.ts'
import type { Tally } from './tally.ts'

/** In s: how much of the time is shown. */
const END = 60

/** In pixels. */
const WIDTH = 760
const LEFT = 170
const SECOND = 8
const TOP = 30
const ROW = 44
const BAR = 36

/** An SVG of the attempts in each second of an outage, a row for each library. */
export function chartOf({ scenario, tallies }: Result): string {
  const bottom = TOP + ROW * tallies.length
  const height = bottom + 28
  const away = SECOND * (scenario.returnsAt! / 1_000)
  const rows = tallies.flatMap(rowOf)
  const ticks = [0, 10, 20, 30, 40, 50, 60].map((second) =>
    text(LEFT + SECOND * second, bottom + 18, `${second} s`, 'middle'),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<title>Attempts a second: ${scenario.name}</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<rect x="${LEFT}" y="${TOP}" width="${away}" height="${bottom - TOP}" fill="#eee"/>
${text(LEFT + away / 2, 20, 'away', 'middle')}
${text(WIDTH - 10, 20, 'worst second', 'end')}
${[...rows, ...ticks].join('\n')}
</svg>
`
}

function rowOf(tally: Tally, row: number): string[] {
  const base = TOP + ROW * (row + 1)
  const name = libraries[row]!.name.replaceAll('`', '')
  // Higher bars than the whole fleet are cut off.
  const bars = tally
    .perSecond()
    .slice(0, END)
    .map((share) => `V${(base - BAR * Math.min(share, 1)).toFixed(1)}h${SECOND}`)
  return [
    text(LEFT - 10, base - 4, name, 'end'),
    `<path d="M${LEFT} ${base}${bars.join('')}V${base}z" fill="${row < 2 ? '#3a8' : '#888'}"/>`,
    text(WIDTH - 10, base - 4, percent(tally.worst(1_000)), 'end'),
  ]
}

function text(x: number, y: number, content: string, anchor: 'middle' | 'end'): string {
  return `<text x="${x}" y="${y}" fill="#333" text-anchor="${anchor}">${content}</text>`
}
