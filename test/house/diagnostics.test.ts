import ts from 'typescript'
import { expect, it } from 'vitest'
import { socketError } from '../../src/diagnostics.ts'
import { serverError } from '../../src/server/diagnostics.ts'
import { sessionError } from '../../src/session/diagnostics.ts'
import { descendants, filesIn, parse, read } from './support/project.ts'

/** The server's is apart, so that no page carries it; those of sessions and tabs, so that only some do. */
const CATALOGUES = ['', 'session/', 'server/', 'tabs/'].map((part) => `src/${part}diagnostics.ts`)
const CODE = /^(?:HEARTBEAT_SOCKET_)?([CRS]\d{4})$/

const inCatalogue = numbersIn(
  CATALOGUES.flatMap((path) => descendants(parse(path)))
    .filter(ts.isPropertyAssignment)
    .map(({ name }) => name.getText()),
)

it('docs/diagnostics.md explains every code, and no other', () => {
  const headings = [...read('docs/diagnostics.md').matchAll(/^## (.*)$/gm)].map(([, text]) => text!)

  expect(numbersIn(headings)).toEqual(inCatalogue)
  expect(headings).toHaveLength(inCatalogue.length)
})

it('docs/diagnostics.md says why and how to fix it, for each code', () => {
  const sections = read('docs/diagnostics.md').split(/^## /m).slice(1)
  const incomplete = sections.filter((text) => !/^\*\*Why:\*\* .*^\*\*Fix:\*\* /ms.test(text))

  expect(incomplete).toEqual([])
})

it.each([
  ['C0003', socketError('C0003')],
  ['R0021', sessionError('R0021')],
  ['S0009', serverError('S0009')],
])('%s: the message names its page on the site', (code, { message }) => {
  const { homepage } = JSON.parse(read('package.json')) as { homepage: string }

  expect(message.split('\n').at(-1)).toBe(`╰▶ see: ${homepage}errors/${code}`)
})

it('the sources use every code of the catalogue, and no other', () => {
  const used = filesIn('src')
    .filter((path) => !CATALOGUES.includes(path))
    .flatMap((path) => descendants(parse(path)).filter(ts.isStringLiteral))
    .map(({ text }) => text)

  expect(numbersIn(used)).toEqual(inCatalogue)
})

/** The different codes among these texts, sorted. */
function numbersIn(texts: readonly string[]): string[] {
  const numbers = texts.flatMap((text) => CODE.exec(text)?.[1] ?? [])
  return [...new Set(numbers)].sort()
}
