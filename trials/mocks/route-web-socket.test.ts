// @vitest-environment node
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Page } from 'playwright-core'
import { createServer } from 'vite'
import { expect, it, onTestFinished, vi } from 'vitest'
import { alias } from '../../entries.ts'
import { candidates, launch } from '../../scripts/find-browsers.js'
import { mockLive } from './mock-live.ts'

/** Serves the app as `npm run dev` would. */
async function serveApp(): Promise<string> {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('app', import.meta.url)),
    logLevel: 'silent',
    plugins: [vue()],
    resolve: { alias },
    server: { host: '127.0.0.1', port: 0, strictPort: false },
  })
  onTestFinished(() => server.close())
  await server.listen()
  return server.resolvedUrls!.local[0]!
}

async function openPage(): Promise<Page> {
  const launched = await launch('chromium')
  if ('problem' in launched) throw new Error(launched.problem)
  onTestFinished(() => launched.browser.close())
  return launched.browser.newPage()
}

it.runIf(candidates('chromium').length > 0)(
  "an app runs on Playwright's routeWebSocket, and comes back after a loss",
  async () => {
    const page = await openPage()
    const links = await mockLive(page)

    await page.goto(await serveApp())
    await page.getByText('open Ann 3').waitFor()
    await links[0]!.close({ code: 1011 })
    await vi.waitFor(() => expect(links).toHaveLength(2), 10_000)
    links[1]!.send('{"topic":"ACME","price":4}')
    await page.getByText('open Ann 4').waitFor()

    expect(links).toHaveLength(2)
  },
)
