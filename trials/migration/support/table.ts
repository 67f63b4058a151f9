import { readFileSync } from 'node:fs'

export const DOCUMENT = 'docs/migration.md'

/** What stands below a heading of the second level. */
export interface Section {
  readonly heading: string
  readonly text: string
}

export interface Table {
  /** The heading of its section. */
  readonly section: string
  /** The head of its first column. */
  readonly head: string
  /** The first cells of its rows, without backticks. */
  readonly keys: readonly string[]
}

export function readSections(): Section[] {
  const [, ...sections] = readFileSync(DOCUMENT, 'utf8').split(/^## /m)
  return sections.map((text) => ({ heading: plain(text.split('\n')[0]!), text }))
}

export function readTables(): Table[] {
  return readSections().flatMap(({ heading, text }) =>
    text.split(/\n\n+/).flatMap((block) => {
      const [head, rule, ...keys] = block.trim().split('\n').map(firstCell)
      return rule?.startsWith('-') ? [{ section: heading, head: head!, keys }] : []
    }),
  )
}

/** The file that tries a table. */
export function fileOf({ section, head }: Pick<Table, 'section' | 'head'>): string {
  return `trials/migration/${slugOf(section)}/${slugOf(head)}s.nightly.ts`
}

/** The name of a section's folder. */
export function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/\W+/g, '-')
}

function firstCell(line: string): string {
  return plain(line.split(/(?<!\\)\|/)[1] ?? '')
}

function plain(text: string): string {
  return text.replaceAll('`', '').trim()
}
