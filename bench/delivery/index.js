// Runs main.ts, which builds the program of the nodes itself.
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))

const { module } = await runnerImport(file('main.ts'))
await module.main(process.argv.slice(2))
process.exit()
