import { posix } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { chineseTheme } from '../../docs/.vitepress/chinese.ts'
import { followedState, isBehind, stateOf } from '../../docs/.vitepress/translations.ts'
import { codeBlocks, linksIn } from './support/markdown.ts'
import { filesIn, read } from './support/project.ts'
import { reportBehind, TRANSLATIONS } from './support/translations.ts'

/** Only `translations.nightly.ts` fails for these: who edits a page need not know Chinese. */
beforeAll(() => {
  for (const line of reportBehind()) process.stdout.write(`${line}\n`)
})

it('each Chinese document has an original', () => {
  const paths = filesIn('.').filter((path) => /^docs\/zh\/.*\.md$|\.zh-CN\.md$/.test(path))

  expect(paths.length).toBeGreaterThan(2)
  expect(TRANSLATIONS.map(({ path }) => path)).toEqual(paths)
})

describe.each(TRANSLATIONS)('$path', ({ path, original }) => {
  it('names the state of the original that it follows', () => {
    expect(followedState(read(path))).toMatch(/^[0-9a-f]{12}$/)
  })

  it('leads to Chinese pages where they exist', () => {
    const chinese = new Set(TRANSLATIONS.map((one) => one.original))
    const targets = linksIn(path)
      .filter((link) => !/^(https?:|\/|#)/.test(link))
      .map((link) => posix.join(posix.dirname(path), link.replace(/#.*/, '')))

    // A translation may lead to its own original: figures stand there alone.
    expect(targets.filter((target) => chinese.has(target) && target !== original)).toEqual([])
  })
})

it.each(TRANSLATIONS.filter((one) => !one.isBehind))(
  "$path has its original's code",
  ({ path, original }) => {
    expect(codeBlocks(path).map(({ code }) => code)).toEqual(
      codeBlocks(original).map(({ code }) => code),
    )
  },
)

it('the Chinese sidebar leads to each Chinese page', () => {
  const sidebar = JSON.stringify(chineseTheme.sidebar)
  const pages = filesIn('docs/zh').filter((path) => path !== 'docs/zh/index.md')
  const links = pages.map((path) => path.replace(/^docs\/(.*)\.md$/, '"/$1"'))

  expect(links.filter((link) => !sidebar.includes(link))).toEqual([])
})

describe('the state of an original', () => {
  const original = 'Text.\n\n<!-- begin figures -->\n\n12 ms\n\n<!-- end figures -->\n'
  const translation = `---\nfollows: ${stateOf(original)}\n---\n\n# 文本\n`

  it('changes with its text', () => {
    expect(isBehind(translation, original)).toBe(false)
    expect(isBehind(translation, original.replace('Text', 'Other text'))).toBe(true)
  })

  it('stays when a command writes other figures', () => {
    expect(isBehind(translation, original.replace('12 ms', '13 ms'))).toBe(false)

    const named = original.replace('begin figures', 'measured by a command')
    expect(stateOf(named.replace('12 ms', '13 ms'))).toBe(stateOf(named))
  })

  it('is found in a comment too, and nowhere below the head', () => {
    const state = stateOf(original)

    expect(followedState(`<!-- follows: ${state} -->\n\n# 文本\n`)).toBe(state)
    expect(followedState(`# 文本\n\n<!-- follows: ${state} -->\n`)).toBeUndefined()
    expect(followedState(`---\nlayout: home\n---\n\n---\nfollows: ${state}\n`)).toBeUndefined()
  })
})
