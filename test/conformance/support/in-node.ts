import { ON_PURPOSE } from './observe.ts'
import { runChecks } from './run-checks.ts'
import type { Side } from './subjects.ts'

const [side, addresses] = process.argv.slice(2)
// As a page, which goes on. Node 20's own WebSocket throws so when it is closed at an error.
process.on('uncaughtException', (error) => {
  if (error.message !== ON_PURPOSE) console.error(error)
})
const results = await runChecks(side as Side, JSON.parse(addresses!))
// A socket that is still closing would keep the process alive.
process.stdout.write(JSON.stringify(results), () => process.exit())
