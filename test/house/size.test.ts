import ts from 'typescript'
import { expect, it } from 'vitest'
import { filesIn, read } from './support/project.ts'

const MAX_LINES = 2_500
const MAX_FILE = 250

it('src has at most 2 500 lines of code, counting those that hold more than comments', () => {
  const perFolder = new Map<string, number>()
  for (const path of filesIn('src')) {
    const folder = path.split('/').slice(0, -1).join('/')
    perFolder.set(folder, (perFolder.get(folder) ?? 0) + linesOfCode(read(path)))
  }
  const total = [...perFolder.values()].reduce((sum, count) => sum + count, 0)
  console.info(
    ['Lines of code:', ...[...perFolder].map(([name, lines]) => `${name} ${lines}`)].join('\n  '),
    `\n  together ${total}`,
  )

  expect(total).toBeLessThanOrEqual(MAX_LINES)
})

it('no file of src is longer than 250 lines, comments and blank lines included', () => {
  const long = filesIn('src')
    .map((path) => ({ path, lines: read(path).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MAX_FILE)

  expect(long).toEqual([])
})

/** Lines on which a token of the language begins, runs or ends. */
function linesOfCode(text: string): number {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true)
  const lines = new Set<number>()
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return
    const children = node.getChildren(file)
    if (children.length === 0 && node.getWidth(file) > 0) {
      for (let line = lineOf(node.getStart(file)); line <= lineOf(node.end); line++) lines.add(line)
    }
    children.forEach(visit)
  }
  visit(file)
  return lines.size
}
