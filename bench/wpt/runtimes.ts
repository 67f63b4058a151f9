import { BROWSERS, type BrowserName } from '../../scripts/find-browsers.js'
import { buildForNode, runInNode } from './node.ts'
import type { Outcome } from './outcome.ts'
import { createRunner, openBrowser } from './pages.ts'
import { SIDES, type Side } from './sides.ts'
import type { Scope } from './suite.ts'

export type RuntimeName = 'node' | BrowserName

/** Where pages of the suite can be run. */
export interface Runtime {
  readonly name: RuntimeName
  readonly version: string
  readonly sides: readonly Side[]
  readonly scopes: readonly Scope[]
  /** Runs one page, where the server has put the class in, if it is not done here. */
  run(side: Side, address: string, timeout: number): Promise<Outcome>
  close(): Promise<void>
}

export const RUNTIMES: readonly RuntimeName[] = ['node', ...BROWSERS]

export async function openRuntime(name: RuntimeName): Promise<Runtime> {
  return name === 'node' ? openNode() : openInBrowser(name)
}

async function openNode(): Promise<Runtime> {
  await buildForNode()
  return {
    name: 'node',
    version: process.versions.node,
    sides: SIDES,
    scopes: ['window'],
    run: runInNode,
    close: async () => {},
  }
}

async function openInBrowser(name: BrowserName): Promise<Runtime> {
  const browser = await openBrowser(name)
  const run = createRunner(browser)
  return {
    name,
    version: browser.version(),
    sides: ['native', 'ours'],
    scopes: ['window', 'dedicatedworker'],
    run: (_, address, timeout) => run(address, timeout),
    close: () => browser.close(),
  }
}
