/** A column's head, and whether it holds numbers. */
export interface Column {
  readonly head: string
  readonly isNumeric?: boolean
}

/** A table of Markdown, its columns in line. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ head }, at) =>
    Math.max(3, head.length, ...rows.map((row) => row[at]!.length)),
  )
  const pad = (cell: string, at: number): string =>
    columns[at]!.isNumeric ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)
  const rule = columns.map(({ isNumeric }, at) =>
    isNumeric ? `${'-'.repeat(widths[at]! - 1)}:` : '-'.repeat(widths[at]!),
  )
  const lines = [columns.map(({ head }) => head).map(pad), rule, ...rows.map((row) => row.map(pad))]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** `0.052` as `5.2 %`. */
export function percent(share: number): string {
  return `${number(share * 100)} %`
}

/** With one decimal, or with none from ten on. */
export function number(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0)
}

/** `1234` ms as `1.2 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

/** `100000` as `100 000`. */
export function thousands(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ' ')
}
