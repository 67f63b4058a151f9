import { describe, expect, test } from 'vitest'
import { choicesOf, pathsWithChoices } from '../src/options/choices.ts'
import { defaultOf } from '../src/options/defaults.ts'
import { fieldAt, fields, groups } from '../src/options/fields.ts'
import * as texts from '../src/options/about.ts'
import { resolveAll } from '../src/options/resolve.ts'
import { sections } from '../src/options/sections.ts'
import { valueOf } from '../src/options/setup.ts'

const GROUPS = ['heartbeat', 'reconnect', 'outbox', 'log']

const resolved = resolveAll()

const libraryPaths = Object.entries(resolved).flatMap(([key, value]) =>
  GROUPS.includes(key) ? [key, ...Object.keys(value).map((member) => `${key}.${member}`)] : [key],
)

const paths = fields.map(({ path }) => path)

function at(tree: any, path: string): unknown {
  const own = path.split('.').reduce((branch, key) => branch?.[key], tree)
  return own?.self ?? own
}

describe('the fields of the playground', () => {
  test('are all options of the library', () => {
    expect(paths.sort()).toEqual(libraryPaths.sort())
  })

  test('have their place in the form', () => {
    const placed = Object.values(sections).flatMap((section) => section.map(({ path }) => path))

    expect([...placed, ...Object.keys(groups)].sort()).toEqual(paths.sort())
  })

  test.each(['en', 'zh'] as const)('say what they mean in "%s"', (language) => {
    const silent = paths.filter((path) => typeof at(texts[language], path) !== 'string')

    expect(silent).toEqual([])
  })

  test('have the defaults of the library', () => {
    const told = paths.filter((path) => defaultOf(path) !== '' && path !== 'codec')

    const defaults = told.map((path) => [path, valueOf(path, defaultOf(path))])

    expect(told.length).toBeGreaterThan(20)
    expect(defaults).toEqual(told.map((path) => [path, at(resolved, path)]))
  })

  test('offer a choice wherever there is no typing', () => {
    const empty = fields.filter(({ path, kind }) => kind === 'choice' && choicesOf(path).size === 0)

    expect(empty).toEqual([])
    expect(pathsWithChoices.filter((path) => fieldAt(path) === undefined)).toEqual([])
  })
})
