import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { messages } from '../src/messages.ts'

type Texts = { [Key: string]: Texts | string }

/** Every text by its path. */
function flatten(texts: Texts, path = ''): [path: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  )
}

const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

const en = new Map(flatten(messages.en))
const zh = new Map(flatten(messages.zh))
const ROOT = fileURLToPath(new URL('../src', import.meta.url))
const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|vue)$/.test(file))
  .map((file) => ({ file, text: readFileSync(`${ROOT}/${file}`, 'utf8') }))

/** `connect()`, `/echo`, `useHeartbeatSocket`, `ms`, values, and the package itself. */
const PUBLIC = /^(\$?\w+\(\)|\/\w+|use[A-Z]\w+|true|false|null|ms|vue-heartbeat-socket)$/

test('both languages have the same texts', () => {
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
  expect(en.size).toBeGreaterThan(100)
})

test('no text is empty', () => {
  expect([...en, ...zh].filter(([, text]) => text.trim() === '')).toEqual([])
})

test('both languages fill in the same words', () => {
  const differing = [...en].filter(
    ([path, text]) => placeholders(text).join() !== placeholders(zh.get(path) ?? '').join(),
  )

  expect(differing).toEqual([])
})

test('Chinese texts are Chinese', () => {
  const left = [...zh].filter(
    ([path, text]) => /[a-z]{3} [a-z]{3}/i.test(text) && text === en.get(path),
  )

  expect(left).toEqual([])
})

test('every text that a component asks for is there', () => {
  const asked = sources.flatMap(({ text }) =>
    [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, path]) => path!),
  )

  expect(asked.length).toBeGreaterThan(50)
  expect(asked.filter((path) => !en.has(path))).toEqual([])
})

test.each(sources.filter(({ file }) => file.endsWith('.vue')))(
  '$file shows only texts that are in both languages',
  ({ text }) => {
    expect(wordsOf(text)).toEqual([])
  },
)

/** Words written into a template, apart from public names, addresses and units. */
function wordsOf(component: string): string[] {
  const template = component.slice(component.indexOf('<template>'), component.indexOf('<style'))
  const texts = template
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/\{\{.*?\}\}/gs, '')
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/<[^>]*>/g, '')
  const attributes = [...template.matchAll(/\s(?:aria-label|title|placeholder|alt)="([^"]*)"/g)]
  return [texts, ...attributes.map(([, value]) => value!)]
    .flatMap((text) => text.split(/\s+/))
    .filter((word) => /[a-z]/i.test(word) && !PUBLIC.test(word))
}
