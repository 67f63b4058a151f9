import { expect, it } from 'vitest'
import { originalOf } from '../../docs/.vitepress/translations.ts'
import { declaresMessages, examplesIn, problemsIn } from './support/examples.ts'
import { filesIn } from './support/project.ts'

/** `trials/nuxt` checks the one; the other's are files, of which workspaces have what they import. */
const ELSEWHERE = ['docs/nuxt.md', 'docs/recipes.md']

/** Compiling may take long on a busy machine. */
const SLOW = { timeout: 120_000 }

it("the documents' examples type-check", SLOW, () => {
  const examples = filesIn('.')
    .filter((path) => path.endsWith('.md') && !ELSEWHERE.includes(path))
    // A translation has the same, or lags behind.
    .filter((path) => originalOf(path) === undefined)
    .flatMap((path) => examplesIn(path))
  const plain = examples.filter((example) => !declaresMessages(example))
  const apart = examples.filter(declaresMessages).map((example) => [example])

  expect(plain.length).toBeGreaterThan(5)
  expect([plain, ...apart].flatMap(problemsIn)).toEqual([])
})

it('the first examples type-check also where messages are declared', SLOW, () => {
  const documents = ['README.md', 'docs/store.md', 'docs/sockets.md', 'docs/messages.md']
  const examples = documents.flatMap((path) => examplesIn(path))

  expect(examples.some(declaresMessages)).toBe(true)
  expect(problemsIn(examples)).toEqual([])
})
