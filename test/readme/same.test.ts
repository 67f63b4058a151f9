import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(path, 'utf8')

it('is the test that stands in the README', () => {
  const source = read('test/readme/readme.test.ts').replace('// prettier-ignore\n', '')

  expect(read('README.md')).toContain(source)
})

it("is the test with Vitest's timers that stands in docs/testing.md", () => {
  expect(read('docs/testing.md')).toContain(read('test/readme/vitest-timers.test.ts'))
})
