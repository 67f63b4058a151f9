import { lookup } from 'node:dns'
import { text } from 'node:stream/consumers'
import { runInThisContext } from 'node:vm'
import { Agent, CloseEvent, fetch, setGlobalDispatcher, setGlobalOrigin, WebSocket } from 'undici'
import type { Page } from './node.ts'
import { report, type Harness, type Outcome } from './outcome.ts'
import { install } from './sides.ts'

// Runs the scripts of a page, which come in by stdin.

const { side, address, scripts } = JSON.parse(await text(process.stdin)) as Page

/** As much of a window as the scripts need here. */
const WINDOW = {
  window: globalThis,
  Window: class {},
  addEventListener() {},
  removeEventListener() {},
}

setGlobalDispatcher(
  new Agent({
    connect: {
      rejectUnauthorized: false,
      lookup: (_, options, callback) => lookup('127.0.0.1', options, callback),
    },
  }),
)
setGlobalOrigin(address)
// Where Node has these, they are of undici too.
for (const [name, value] of Object.entries({ self: globalThis, WebSocket, CloseEvent, fetch })) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true })
}
install(side)

const thrown: string[] = []
process.on('uncaughtException', (error) => thrown.push(String(error)))
process.on('unhandledRejection', (reason) => thrown.push(String(reason)))
process.on('beforeExit', () => tell({ trouble: 'ended without a result', subtests: [] }))

for (const { code, filename } of scripts) {
  if (filename.endsWith('/testharnessreport.js')) {
    // The harness takes what has a window for a browser.
    Object.assign(globalThis, { ...WINDOW, location: new URL(address) })
    report(globalThis as unknown as Harness, tell)
  } else {
    run(code, filename)
  }
}

/** As a page does, which goes on with the next script. */
function run(code: string, filename: string): void {
  try {
    runInThisContext(code, { filename })
  } catch (error) {
    thrown.push(String(error))
  }
}

function tell({ trouble, subtests }: Outcome): void {
  const outcome: Outcome = { trouble: thrown[0] ?? trouble, subtests }
  // A socket that is still closing would keep the process alive.
  process.stdout.write(JSON.stringify(outcome), () => process.exit())
}
