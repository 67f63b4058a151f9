import { expect, test, vi } from 'vitest'

test.each([
  ['C', 'en'],
  ['', 'en'],
  ['en-US@posix', 'en'],
  ['zh-CN', 'zh-CN'],
])('a browser whose language is "%s" has %s', async (language, expected) => {
  const navigator = { language }
  vi.stubGlobal('navigator', navigator)
  vi.resetModules()

  await import('../src/valid-language.ts')
  vi.unstubAllGlobals()

  expect(navigator.language).toBe(expected)
  expect(() => new Intl.NumberFormat(navigator.language)).not.toThrow()
})
