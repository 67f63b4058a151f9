import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, afterAll, expect, it } from 'vitest'
import { alias } from '../../entries.ts'
import { filesIn, read, ROOT } from './support/project.ts'

const { homepage } = JSON.parse(read('package.json')) as { readonly homepage: string }
const base = new URL(homepage).pathname

let site: string

beforeAll(() => {
  site = mkdtempSync(join(tmpdir(), 'site-'))
  // Fails on dead links, and on something public that has no comment.
  execFileSync('npx', ['vitepress', 'build', 'docs', '--outDir', site], {
    cwd: ROOT,
    stdio: 'pipe',
  })
}, 600_000)

afterAll(() => rmSync(site, { recursive: true, force: true }))

it('the sidebar leads to every page', () => {
  const pages = filesIn('docs')
    .filter((path) => /^docs\/(?:coming-from\/)?[^/]*\.md$/.test(path) && path !== 'docs/index.md')
    .map((path) => path.replace(/^docs\/(.*?)(?:index)?\.md$/, `${base}$1`))
  const start = readFileSync(join(site, 'getting-started.html'), 'utf8')

  expect(pages.filter((page) => !start.includes(`href="${page}"`))).toEqual([])
})

it('each entry of the package has a page of its API', () => {
  const pages = Object.keys(alias).map((name) => [name, `api/${name}`] as const)
  const index = readFileSync(join(site, 'api/index.html'), 'utf8')

  expect(pages.filter(([, page]) => !index.includes(`href="${base}${page}"`))).toEqual([])
  expect(pages.filter(([, page]) => !existsSync(join(site, `${page}.html`)))).toEqual([])
})

it('each code of the diagnostics has a page, which says why and how to fix it', () => {
  const codes = [...read('docs/diagnostics.md').matchAll(/^## HEARTBEAT_SOCKET_(.*)$/gm)]
  const pages = codes.map(([, code]) => readFileSync(join(site, 'errors', `${code}.html`), 'utf8'))

  expect(pages.length).toBeGreaterThan(20)
  expect(pages.filter((page) => !page.includes('Why:') || !page.includes('Fix:'))).toEqual([])
})

it('there is a list of the pages for language models', () => {
  const list = readFileSync(join(site, 'llms.txt'), 'utf8')

  expect(list).toContain(`[Getting started](${homepage}getting-started)`)

  const whole = readFileSync(join(site, 'llms-full.txt'), 'utf8')
  expect(whole).toContain('export function watchLink(')
  expect(whole).not.toContain('<<< @')
})

it.each([
  ['half-open.html', 'Here an example runs'],
  ['zh/half-open.html', '这里会运行一个示例'],
])('%s says what runs where there is JavaScript, and shows its code', (page, notice) => {
  const html = readFileSync(join(site, page), 'utf8')

  expect(html).toContain(notice)
  expect(html).toContain('watchLink')
})
