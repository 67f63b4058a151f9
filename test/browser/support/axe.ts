import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong with a page, and with which elements. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const options: RunOptions = { resultTypes: ['violations'] }
  const results: AxeResults = await page.evaluate(
    (given) => (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, given),
    options,
  )
  expect(results.passes.length).toBeGreaterThan(20)
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  )
}
