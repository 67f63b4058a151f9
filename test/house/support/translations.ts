import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isBehind, originalOf, stateOf } from '../../../docs/.vitepress/translations.ts'
import { filesIn, read, ROOT } from './project.ts'

/** A document in another language. */
export interface Translation {
  readonly path: string
  readonly original: string
  /** Whether the original has changed since. */
  readonly isBehind: boolean
}

/** All translations whose original exists. */
export const TRANSLATIONS: readonly Translation[] = filesIn('.').flatMap((path) => {
  const original = path.endsWith('.md') ? originalOf(path) : undefined
  if (original === undefined || !existsSync(join(ROOT, original))) return []
  return [{ path, original, isBehind: isBehind(read(path), read(original)) }]
})

/** The translations that lag behind, with what to do about each. */
export function reportBehind(): string[] {
  return TRANSLATIONS.filter((one) => one.isBehind).map(
    ({ path, original }) =>
      `${path} lags behind ${original}: translate what has changed, then let it say ` +
      `"follows: ${stateOf(read(original))}"`,
  )
}
