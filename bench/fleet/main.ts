import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chartOf } from './chart.ts'
import { documentOf } from './document.ts'
import { simulateAll } from './fleet.ts'

/** How many clients `docs/fleet.md` is about. */
export const CLIENTS = 100_000

const MOST = 1_000_000

/** What is in `docs`, by the names of the files. */
export function filesOf(clients: number): Record<'fleet.md' | 'fleet.svg', string> {
  const results = simulateAll(clients)
  const charted = results.find(({ scenario }) => scenario.returnsAt === 30_000)!
  return { 'fleet.md': documentOf(results, clients), 'fleet.svg': chartOf(charted) }
}

/** Writes the files in `docs`, or prints what they would say of another number of clients. */
export function main(args: string[]): void {
  const { clients } = parseArgs({ args, options: { clients: { type: 'string' } } }).values
  const count = Number(clients ?? CLIENTS)
  if (!(Number.isInteger(count) && count >= 1 && count <= MOST)) {
    throw new RangeError(`--clients takes a number from 1 to ${MOST}, not ${clients}`)
  }
  const files = filesOf(count)
  if (clients !== undefined) {
    console.log(files['fleet.md'])
    return
  }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), text)
    console.log(`docs/${name} is written`)
  }
}
