// Runs a module of this folder: `node bench/faults/run.js measure/main.ts`.
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const [name = '', ...args] = process.argv.slice(2)
const file = fileURLToPath(new URL(name, import.meta.url))
const { module } = await runnerImport(file, { configFile: false, logLevel: 'warn' })
await module.default(...args)
