import { read } from './project.ts'

/** A fenced block of code. */
export interface CodeBlock {
  readonly language: string
  readonly code: string
  /** In its file, from 1. */
  readonly line: number
}

/** All rows of the tables of a document whose head begins with this word, as cells. */
export function tableOf(path: string, head: string): string[][] {
  const lines = read(path).split('\n')
  const starts = lines.flatMap((line, at) => (cellsOf(line)[0] === head ? [at] : []))
  if (starts.length === 0) throw new Error(`${path} has no table of ${head}`)
  return starts.flatMap((start) => {
    const rows = lines.slice(start + 2)
    const end = rows.findIndex((line) => !line.startsWith('|'))
    return rows.slice(0, end).map(cellsOf)
  })
}

/** The cells of the table that a command writes between the marks of this name, its head included. */
export function writtenTable(path: string, name: string): string[][] {
  const [, written] = read(path).split(`<!-- begin ${name} -->`)
  const [section] = written!.split(`<!-- end ${name} -->`)
  const rows = section!.split('\n').map(cellsOf)
  return rows.filter(([cell]) => cell !== undefined && !/^-+$/.test(cell))
}

/** The name that the code at the start of a cell names: `close` of `close(code?)`. */
export function nameIn(cell: string): string {
  const [, name] = /^`([$\w.-]+)/.exec(cell) ?? []
  if (name === undefined) throw new Error(`No name in ${cell}`)
  return name
}

export function codeBlocks(path: string): CodeBlock[] {
  const text = read(path)
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language, 2: code, index }) => ({
    language: language!,
    code: code!,
    line: text.slice(0, index).split('\n').length + 1,
  }))
}

/** The ids that links to headings use. One in Chinese may name its own: `## 答案 {#answers}`. */
export function headingIds(path: string): string[] {
  return [...proseOf(path).matchAll(/^#+ (.*?)(?: \{#([\w-]+)\})?$/gm)].map(
    ([, heading, id]) =>
      id ??
      heading!
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
  )
}

/** Where links lead. */
export function linksIn(path: string): string[] {
  return [...proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
}

/** A document without its blocks of code. */
function proseOf(path: string): string {
  return read(path).replaceAll(/^```.*?^```$/gms, '')
}

function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return []
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim())
}
