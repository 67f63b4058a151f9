import { describe, expect, it } from 'vitest'
import { tableOf } from '../house/support/markdown.ts'
import { CHECKS } from './checks/index.ts'
import { DIFFERENCES, isDifferent } from './differences.ts'
import { NO_ANSWER } from './support/check.ts'
import { DOCUMENT, writeReport } from './support/report.ts'
import { runEverywhere } from './support/runtimes.ts'

const runs = await runEverywhere()
// `npm run conformance` is for the document, too.
if (process.env.npm_lifecycle_event === 'conformance') writeReport(runs)

describe.each(runs)('$runtime $version', ({ runtime, native, ours }) => {
  const made = CHECKS.filter(({ name }) => name in ours.results)
  const alike = made.filter(({ name }) => !isDifferent(name, runtime))
  const different = made.filter(({ name }) => isDifferent(name, runtime))

  it.each(alike)('$name', ({ name, expected }) => {
    const ofRuntime = native.results[name] ?? null

    // Ours stands on the runtime's own, and may fail as that one does.
    const accepted = ofRuntime === NO_ANSWER ? [expected] : [expected, ofRuntime]
    expect(accepted).toContainEqual(ours.results[name])
  })

  it.each(different)('still differs: $name', ({ name, expected }) => {
    expect(ours.results[name]).not.toEqual(expected)
  })

  it('prints nothing', () => {
    expect(ours.printed).toEqual([])
  })
})

it('names checks once', () => {
  const names = CHECKS.map(({ name }) => name)

  expect(names).toEqual([...new Set(names)])
})

it('lists differences of checks that exist', () => {
  const unknown = DIFFERENCES.flatMap(({ checks }) => checks).filter(
    (name) => !CHECKS.some((check) => check.name === name),
  )

  expect(unknown).toEqual([])
})

it('docs/conformance.md has the list of differences', () => {
  const rows = DIFFERENCES.map(({ what, reason }) => [what, reason])

  expect(tableOf(DOCUMENT, 'Difference')).toEqual(rows)
})

it('docs/conformance.md counts all checks', () => {
  const rows = tableOf(DOCUMENT, 'Runtime').map(([runtime, checks]) => [
    runtime!.split(' ')[0]!,
    Number(checks),
  ])

  const madeIn = (place: string) => CHECKS.filter(({ only = place }) => only === place).length
  expect(rows).toEqual([
    ['Node', madeIn('node')],
    ['Chromium', madeIn('page')],
    ['Firefox', madeIn('page')],
  ])
})
