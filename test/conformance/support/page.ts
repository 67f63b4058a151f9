import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import type { TestBrowser } from '../../browser/support/test-browsers.ts'
import { bundle } from './bundle.ts'
import { runBoth, type Run } from './run.ts'

/** All checks in a page of a browser. */
export async function runInPage({ name, context }: TestBrowser): Promise<Run> {
  const site = await openSite(await bundle('in-page.ts'))
  const page = await context.newPage()
  const takePrinted = watch(page)
  try {
    await page.goto(site.url)
    const outcomes = await runBoth(async (side, addresses) => {
      const results = await page.evaluate((args) => window.runChecks(...args), [
        side,
        addresses,
      ] as const)
      return { results, printed: takePrinted() }
    })
    return { runtime: name, version: context.browser()?.version() ?? '', ...outcomes }
  } finally {
    await page.close()
    await site.close()
  }
}

/** What browsers print when a connection fails. No page can prevent it. */
const CONNECTION_FAILED =
  /WebSocket connection to '.*' failed|can’t establish a connection|was interrupted while the page/

/** Watches the console; returns a function that takes what was printed. */
function watch(page: Page): () => string[] {
  const printed: string[] = []
  const note = (text: string) => {
    if (!CONNECTION_FAILED.test(text)) printed.push(text)
  }
  page.on('console', (message) => {
    if (['warning', 'error', 'assert'].includes(message.type())) note(message.text())
  })
  page.on('pageerror', ({ message }) => note(message))
  return () => printed.splice(0)
}

async function openSite(code: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(({ url }, response) => {
    const isCode = url === '/checks.js'
    response.setHeader('content-type', `text/${isCode ? 'javascript' : 'html'}; charset=utf-8`)
    // What a page must say to be given shared memory.
    response.setHeader('cross-origin-opener-policy', 'same-origin')
    response.setHeader('cross-origin-embedder-policy', 'require-corp')
    response.end(isCode ? code : '<script type="module" src="/checks.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
