import { expect, test } from 'vitest'
import { drawsChinese } from '../src/parts/chinese-font.ts'

/** A document whose canvas draws each text so. */
function documentWith(draw: ((text: string) => string) | null): Document {
  const createElement = () => {
    let drawn = ''
    const fillText = (text: string) => (drawn = draw!(text))
    return { getContext: () => draw && { fillText }, toDataURL: () => drawn }
  }
  return { createElement } as unknown as Document
}

test('a font that draws each character otherwise draws Chinese', () => {
  expect(drawsChinese(documentWith((text) => text))).toBe(true)
})

test('the same box for each character shows that none does', () => {
  expect(drawsChinese(documentWith(() => 'box'))).toBe(false)
})

test('a font is not found missing where nothing can be drawn', () => {
  expect(drawsChinese(documentWith(null))).toBe(true)
})
