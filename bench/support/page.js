import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** @type {import('./page.d.ts').writeSection} */
export function writeSection(name, text, document = 'docs/performance.md') {
  const path = fileURLToPath(new URL(`../../${document}`, import.meta.url))
  const page = readFileSync(path, 'utf8')
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`]
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${document} has no marks "${name}"`)
  writeFileSync(path, `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`)
  console.log(`${document}: "${name}" is written`)
}
