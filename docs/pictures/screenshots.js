// Makes the pictures of the documents from the playground, in Chromium: all, or those that are named.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { animate } from './animate.js'
import { launch } from '../../scripts/find-browsers.js'

const IMAGES = fileURLToPath(new URL('../images/', import.meta.url))
const CONFIG = fileURLToPath(new URL('../../playground/vite.config.ts', import.meta.url))

/** The pulse of a socket that is open. */
const OPEN = '.pulse[data-status=open]'

const WIDE = { width: 1280, height: 800 }
/** Wide enough for the table of the tour, and as high as all of the page. */
const TALL = { width: 1000, height: 4000 }
const NARROW = { width: 840, height: 640 }

const vite = await createServer({
  configFile: CONFIG,
  logLevel: 'error',
  server: { host: '127.0.0.1', port: 0 },
})
await vite.listen()
const url = /** @type {string} */ (vite.resolvedUrls?.local[0])

const launched = await launch('chromium')
if ('problem' in launched) throw new Error(`Chromium doesn't work here: ${launched.problem}`)
const { browser } = launched

await mkdir(IMAGES, { recursive: true })
const pictures = {
  tour: takeTour,
  'half-open': takeHalfOpen,
  devtools: takeDevtools,
}
const named = process.argv.slice(2)
for (const [name, take] of Object.entries(pictures)) {
  if (named.length === 0 || named.includes(name)) await take()
}

await browser.close()
await vite.close()

/** What became of three clients under each fault of the guided tour. */
async function takeTour() {
  const page = await browser.newPage({ viewport: TALL, colorScheme: 'light' })
  await page.goto(url)
  const tour = page.getByRole('region', { name: 'Guided tour' })
  await tour.getByRole('button', { name: 'Play the tour', exact: true }).click()
  await tour.getByRole('button', { name: 'Play again' }).waitFor({ timeout: 180_000 })
  for (const scheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.waitForTimeout(1_000)
    await save(page, `tour-${scheme}.webp`, await tour.locator('table').boundingBox())
  }
  await page.close()
}

/** The pulse before, under and after a link that is half-open. */
async function takeHalfOpen() {
  const page = await open(NARROW)
  const isOpen = () => page.locator(OPEN).isVisible()
  await page.waitForTimeout(6_000)
  const story = async () => {
    await page.waitForTimeout(3_000)
    await control('strand')
    while (await isOpen()) await page.waitForTimeout(100)
    while (!(await isOpen())) await page.waitForTimeout(100)
    await page.waitForTimeout(4_000)
  }
  await writeFile(`${IMAGES}half-open.gif`, await animate(page, story()))
  await page.close()
}

/** The socket in Vue devtools, over the page. */
async function takeDevtools() {
  const page = await open(WIDE, '?devtools')
  await page.getByLabel('Toggle devtools panel').waitFor({ state: 'attached' })
  await page.keyboard.press('Alt+Shift+KeyD')
  const panel = page.frameLocator('iframe[src*="__devtools__"]')
  await panel.locator('a[href$="/custom-inspector-tab-view/vue-heartbeat-socket"]').click()
  await panel.getByText('status').waitFor()
  await page.waitForTimeout(6_000)
  await save(page, 'devtools.webp')
  await page.close()
}

/**
 * @param {{ width: number, height: number }} viewport
 * @param {string} [search]
 */
async function open(viewport, search = '') {
  const page = await browser.newPage({ viewport, colorScheme: 'light' })
  await page.goto(url + search)
  await page.locator(OPEN).waitFor()
  return page
}

/**
 * Steers the playground's server.
 * @param {string} name
 */
async function control(name) {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}api/${name}`, { method: 'POST', headers, body: '{}' })
  if (!answer.ok) throw new Error(`The server refused "${name}": ${await answer.text()}`)
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} file
 * @param {{ x: number, y: number, width: number, height: number } | null} [part]
 */
async function save(page, file, part) {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 88,
    ...(part ? { clip: { ...part, scale: 1 } } : {}),
  })
  await writeFile(IMAGES + file, Buffer.from(data, 'base64'))
}
