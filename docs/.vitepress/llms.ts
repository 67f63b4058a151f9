import { readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { originalOf } from './translations.ts'

/** What of a finished build is written down for language models. */
export interface Site {
  readonly srcDir: string
  readonly outDir: string
  /** Paths of the pages, relative to `srcDir`. */
  readonly pages: readonly string[]
  /** The address that it will have. */
  readonly homepage: string
}

/**
 * Writes `llms.txt`, the list of pages, and `llms-full.txt`, all of them in one file
 * (https://llmstxt.org). In English alone.
 */
export function writeForModels({ srcDir, outDir, pages, homepage }: Site): void {
  const texts = pages
    .filter((path) => !path.startsWith('errors/') && path !== 'index.md')
    .filter((path) => originalOf(`docs/${path}`) === undefined)
    .toSorted()
    .map((path) => ({ path, text: withSnippets(srcDir, readFileSync(join(srcDir, path), 'utf8')) }))
  const list = texts.map(({ path, text }) => `- [${titleOf(text)}](${homepage}${addressOf(path)})`)
  writeFileSync(join(outDir, 'llms.txt'), `# vue-heartbeat-socket\n\n${list.join('\n')}\n`)
  writeFileSync(join(outDir, 'llms-full.txt'), texts.map(({ text }) => text).join('\n\n'))
}

const addressOf = (path: string): string => path.replace(/(?:index)?\.md$/, '')

const titleOf = (text: string): string => /^# (.*)$/m.exec(text)?.[1] ?? ''

/** A page with the files that it shows (`<<< @/path`) in their places. */
function withSnippets(srcDir: string, text: string): string {
  return text.replaceAll(/^<<< @\/(.*)$/gm, (_, path: string) => {
    const code = readFileSync(join(srcDir, path), 'utf8')
    return `\`\`\`${extname(path).slice(1)}\n${code}\`\`\``
  })
}
