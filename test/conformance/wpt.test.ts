import { expect, it } from 'vitest'
import { tableOf } from '../house/support/markdown.ts'
import { DOCUMENT } from './support/report.ts'
import { reasonFor } from '../../bench/wpt/differences.ts'
import { isPass } from '../../bench/wpt/outcome.ts'
import { pagesOf } from '../../bench/wpt/suite.ts'

it('makes a page of an .any.js for each scope that it names', () => {
  const file = (text: string) => ({ path: 'websockets/a.any.js', text })

  const scopes = ['window', 'dedicatedworker'] as const
  expect(pagesOf(file('test(() => {})'), scopes)).toEqual([
    'websockets/a.any.html',
    'websockets/a.any.worker.html',
  ])
  expect(pagesOf(file('// META: global=window\n'), scopes)).toEqual(['websockets/a.any.html'])
  expect(pagesOf(file('// META: global=worker\n'), scopes)).toEqual([
    'websockets/a.any.worker.html',
  ])
})

it('takes the first variant', () => {
  const text = '<meta name="variant" content="?default">\n<meta name="variant" content="?wss">'

  expect(pagesOf({ path: 'websockets/a.html', text }, ['window'])).toEqual([
    'websockets/a.html?default',
  ])
})

it('counts no page without subtests as one that passes', () => {
  const passed = { name: 'a', passed: true, message: null }

  expect(isPass({ trouble: null, subtests: [passed] })).toBe(true)
  expect(isPass({ trouble: null, subtests: [] })).toBe(false)
  expect(isPass({ trouble: 'it timed out', subtests: [passed] })).toBe(false)
  expect(isPass({ trouble: null, subtests: [passed, { ...passed, passed: false }] })).toBe(false)
})

it('docs/conformance.md gives the reason for each file that only the runtime itself passes', () => {
  const rows = tableOf(DOCUMENT, 'File').map(([file, , reason]) => [file!, reason!])

  const reasons = rows.map(([file]) => [file, reasonFor(`websockets/${file!.replaceAll('`', '')}`)])
  expect(rows).toEqual(reasons)
})
