import { expect, it } from 'vitest'
import { codeBlocks } from '../house/support/markdown.ts'
import { filesIn, read } from '../house/support/project.ts'

it('what stands in docs/protocols.md is what is tested here', () => {
  const shown = codeBlocks('docs/protocols.md').map(({ code }) => code)
  const tested = filesIn('test/protocols/objects').map(read)

  expect(shown.sort()).toEqual(tested.sort())
})
