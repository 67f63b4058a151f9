import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const FOLDER = 'trials/clients/recipes'
const read = (path: string): string => readFileSync(path, 'utf8')

it.each(readdirSync(FOLDER))('%s is the recipe that stands in docs/clients.md', (name) => {
  expect(read('docs/clients.md')).toContain('```ts\n' + read(`${FOLDER}/${name}`) + '```\n')
})
