// Runs the web-platform-tests: `node bench/wpt/run.js --wpt <folder>`.
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const file = fileURLToPath(new URL('main.ts', import.meta.url))
const { module } = await runnerImport(file, { configFile: false, logLevel: 'warn' })
await module.default(process.argv.slice(2))
