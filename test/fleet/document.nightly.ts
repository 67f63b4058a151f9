import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CLIENTS, filesOf } from '../../bench/fleet/main.ts'

it(
  'docs/fleet.md and its chart are what `npm run bench:fleet` writes',
  { timeout: 180_000 },
  () => {
    const written = filesOf(CLIENTS)

    for (const [name, text] of Object.entries(written)) {
      const found = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
      expect(found, name).toBe(text)
    }
  },
)
