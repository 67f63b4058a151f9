import { expect, it } from 'vitest'
import { codeBlocks } from '../house/support/markdown.ts'
import { filesIn, read } from '../house/support/project.ts'

it.each(filesIn('test/resume/objects'))(
  '%s stands in docs/what-becomes-of-a-message.md as it is tested here',
  (path) => {
    const shown = codeBlocks('docs/what-becomes-of-a-message.md').map(({ code }) => code)

    expect(shown).toContain(read(path))
  },
)
