import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { ONE_BROWSER, startBrowser } from '../browser/support/one-browser.ts'
import { runNode } from './support/run.ts'
import { serve } from './support/serve.ts'
import { textsOfSource } from './support/texts.ts'

const app = inject('app')
/** What errors of the platform's own classes say, which have no code. */
const KEPT = new Set(['The handshake is over.'])

const { resolve } = createRequire(import.meta.url)

describe('an app that has installed the package', () => {
  it.each(['bundler', 'nodenext'])('type-checks under %s, libraries included', async (name) => {
    const vueTsc = resolve('vue-tsc/bin/vue-tsc.js')

    const output = await runNode(app, [vueTsc, '--project', `tsconfig.${name}.json`])

    expect(output).toBe('')
  })
})

describe('its production build', () => {
  beforeAll(() => runNode(app, [join(app, 'node_modules/vite/bin/vite.js'), 'build']))

  it.each(ONE_BROWSER)('shows a message of the server in %s', async (name) => {
    const browser = await startBrowser(name)
    const { page: address, socket } = await serve(join(app, 'dist'))
    const page = await browser.newPage()
    const printed: string[] = []
    page.on('console', (message) => printed.push(message.text()))
    page.on('pageerror', ({ message }) => printed.push(message))

    await page.goto(`${address}?url=${encodeURIComponent(socket)}`)

    const shown = (id: string) => expect.poll(() => page.locator(id).textContent())
    await shown('#last').toBe('42')
    await shown('#prices').toBe('42')
    await shown('#status').toBe('open')
    expect(printed).toEqual([])
  })

  it('has no file for devtools', () => {
    const names = filesOf(join(app, 'dist'))

    expect(names.filter((name) => name.endsWith('.js'))).toHaveLength(1)
    expect(names.filter((name) => /devtools/i.test(name))).toEqual([])
  })

  it('has no devtools code', () => {
    const found = codeOfAssets().match(
      /setupDevToolsPlugin|addInspector|addTimelineEvent|__VUE_DEVTOOLS_GLOBAL_HOOK__|monitor_heart/g,
    )

    expect(found).toBeNull()
  })

  it('has no message for developers', () => {
    const code = codeOfAssets()
    const texts = textsOfSource()

    expect(texts).toContain('Pinia was not found.')
    expect(texts.filter((text) => code.includes(text) && !KEPT.has(text))).toEqual([])
  })

  it('keeps the codes of the diagnostics', () => {
    const code = codeOfAssets()
    const missing = ['HEARTBEAT_SOCKET_', 'C0004', 'R0006'].filter((text) => !code.includes(text))

    expect(missing).toEqual([])
  })
})

/** All files of the build, in whatever folder. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

function codeOfAssets(): string {
  return filesOf(join(app, 'dist'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
}
