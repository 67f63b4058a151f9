import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PageData, TransformPageContext } from 'vitepress'

/** How many digits of a hash a translation names. */
const DIGITS = 12

/** What commands write changes by itself; translations lead to it in the original. */
const WRITTEN = /<!-- (?!end\b)[^>]* -->.*?<!-- end\b[^>]* -->/gs

/** At the head of a translation: in its front matter, or in a comment where that would be shown. */
const FOLLOWS = new RegExp(`^(?:---\\n(?:(?!---).*\\n)*?|<!-- )follows: ([0-9a-f]{${DIGITS}})\\b`)

/** A hash of an original, without what commands write into it. */
export function stateOf(original: string): string {
  const prose = original.replaceAll(WRITTEN, '')
  return createHash('sha256').update(prose).digest('hex').slice(0, DIGITS)
}

/** The state of its original that a translation says it follows. */
export function followedState(translation: string): string | undefined {
  return FOLLOWS.exec(translation)?.[1]
}

/** Whether the original has changed since it was translated. */
export function isBehind(translation: string, original: string): boolean {
  return followedState(translation) !== stateOf(original)
}

/** The path of what a document translates; `undefined` for an original. */
export function originalOf(path: string): string | undefined {
  if (path.startsWith('docs/zh/')) return path.replace('docs/zh/', 'docs/')
  return path.endsWith('.zh-CN.md') ? path.replace('.zh-CN.md', '.md') : undefined
}

/** Sets `isBehind` in the front matter of a translation, for the notice in `theme/BehindNotice.vue`. */
export function markBehind(page: PageData, { siteConfig }: TransformPageContext): object | void {
  const path = `docs/${page.relativePath}`
  const original = originalOf(path)
  if (original === undefined) return
  const [here, there] = [path, original].map((file) =>
    readFileSync(join(siteConfig.srcDir, '..', file), 'utf8'),
  )
  return { frontmatter: { ...page.frontmatter, isBehind: isBehind(here!, there!) } }
}
