import ts from 'typescript'
import { expect, it } from 'vitest'
import { filesIn, read } from './support/project.ts'

/**
 * About 450 of them are `ReconnectingWebSocket`, 90 the worker timers: an app may import neither. About
 * 540 are devtools, which no app ships.
 */
const MAX_LINES = 3_760
const MAX_TESTING_LINES = 450
/** The server half, and the frames that both halves share. */
const SERVER = /^src\/(?:server|protocol)\//
const MAX_FILE = 250

it('the library has about 3 700 lines of code, counting those that hold more than comments', () => {
  expect(
    codeIn('src', (path) => !path.includes('/testing/') && !SERVER.test(path)),
  ).toBeLessThanOrEqual(MAX_LINES)
})

it('the testing kit, which no app ships, has at most 450 lines of code', () => {
  expect(codeIn('src/testing')).toBeLessThanOrEqual(MAX_TESTING_LINES)
})

it('no file of src is longer than 250 lines, comments and blank lines included', () => {
  const long = filesIn('src')
    .map((path) => ({ path, lines: read(path).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MAX_FILE)

  expect(long).toEqual([])
})

function codeIn(folder: string, accepts: (path: string) => boolean = () => true): number {
  return filesIn(folder)
    .filter(accepts)
    .reduce((sum, path) => sum + linesOfCode(read(path)), 0)
}

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
