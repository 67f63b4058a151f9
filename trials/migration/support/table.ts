import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = 'docs/coming-from'

/** A page, which says what changes for those who come from one library. */
export interface Page {
  /** The library, as the title of the page names it. */
  readonly library: string
  readonly text: string
}

export interface Table {
  /** The library that it is about. */
  readonly library: string
  /** The head of its first column. */
  readonly head: string
  /** The first cells of its rows, without backticks. */
  readonly keys: readonly string[]
}

export function readPages(): Page[] {
  return readdirSync(FOLDER).map((file) => {
    const text = readFileSync(`${FOLDER}/${file}`, 'utf8')
    return { library: text.split('\n')[0]!.replace('# Coming from ', ''), text }
  })
}

export function readTables(): Table[] {
  return readPages().flatMap(({ library, text }) =>
    text.split(/\n\n+/).flatMap((block) => {
      const [head, rule, ...keys] = block.trim().split('\n').map(firstCell)
      return rule?.startsWith('-') ? [{ library, head: head!, keys }] : []
    }),
  )
}

/** The file that tries a table. */
export function fileOf({ library, head }: Pick<Table, 'library' | 'head'>): string {
  return `trials/migration/${slugOf(library)}/${slugOf(head)}s.nightly.ts`
}

/** The name of a library's folder. */
export function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/\W+/g, '-')
}

function firstCell(line: string): string {
  return plain(line.split(/(?<!\\)\|/)[1] ?? '')
}

function plain(text: string): string {
  return text.replaceAll('`', '').trim()
}
