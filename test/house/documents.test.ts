import { existsSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeBlocks, headingIds, linksIn } from './support/markdown.ts'
import { filesIn, read, ROOT } from './support/project.ts'

const DOCUMENTS = filesIn('.').filter((path) => path.endsWith('.md'))

describe.each(DOCUMENTS)('%s', (document) => {
  it('links to files and headings that exist', () => {
    const broken = linksIn(document)
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => !leadsSomewhere(document, link))

    expect(broken).toEqual([])
  })

  it('names only commands of npm that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...read(document).matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)]
    const unknown = named.map(([, run, short]) => run ?? short!).filter((name) => !scripts[name])

    expect(unknown).toEqual([])
  })
})

it.each(['README.md', 'README.zh-CN.md'])('%s is read in two minutes', (document) => {
  const text = read(document)

  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8_000)
  expect(text.split('\n').length).toBeLessThanOrEqual(150)
})

it("the README's test of an app is one of this repository's", () => {
  const block = codeBlocks('README.md').find(({ code }) => code.includes('createFakeServer'))
  const lines = read('test/readme/readme.test.ts').split('\n')
  const shown = block!.code.split('\n').filter((line) => line !== '')

  // In their order; what tests this repository more than an app may stand between.
  let from = 0
  const missing = shown.filter((line) => {
    const at = lines.indexOf(line, from)
    if (at >= 0) from = at + 1
    return at < 0
  })
  expect(missing).toEqual([])
})

it('no picture of the documents has more than 300 kB', () => {
  const pictures = [...filesIn('docs/images'), ...filesIn('docs/public')]
  const sizes = pictures.map((path) => [path, statSync(join(ROOT, path)).size] as const)

  expect(pictures.length).toBeGreaterThan(4)
  expect(sizes.filter(([, size]) => size > 300_000)).toEqual([])
})

it('what stands in docs/recipes.md are files of this repository, which have tests', () => {
  const shown = codeBlocks('docs/recipes.md').map(({ code }) => code)
  const recipes = [
    'playground/example/ConnectionBanner.vue',
    'trials/colada/orders.ts',
    'trials/query/orders.ts',
    'trials/mocks/msw.test.ts',
    'trials/mocks/mock-live.ts',
  ]

  expect(shown).toEqual(recipes.map(read))
})

it('what stands in docs/session-programs.md are files of this repository, which have tests', () => {
  const programs = ['prices', 'tabs', 'room', 'form']

  expect(codeBlocks('docs/session-programs.md').map(({ code }) => code)).toEqual(
    programs.map((name) => read(`docs/examples/${name}.ts`)),
  )
  expect(filesIn('test/programs')).toEqual(
    expect.arrayContaining(programs.map((name) => `test/programs/${name}.test.ts`)),
  )
})

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', id] = link.split('#')
  const target = path === '' ? document : posix.join(posix.dirname(document), path)
  if (!existsSync(join(ROOT, target))) return false
  return id === undefined || headingIds(target).includes(id)
}
