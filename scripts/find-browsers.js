import { existsSync, realpathSync } from 'node:fs'
import { chromium, firefox } from 'playwright-core'
import { onPath } from './on-path.js'

/** @typedef {import('./find-browsers.d.ts').BrowserName} BrowserName */
/** @typedef {import('./find-browsers.d.ts').Candidate} Candidate */

/** @type {readonly BrowserName[]} */
export const BROWSERS = ['chromium', 'firefox']

const TYPES = { chromium, firefox }
const VARIABLES = { chromium: 'CHROMIUM_PATH', firefox: 'FIREFOX_PATH' }
const COMMANDS = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  firefox: ['firefox-esr', 'firefox'],
}

const CHROMIUM_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Of two switches of a name Chromium heeds the last one, so this is also what Playwright leaves out, as
 * far as it is of use on Debian: bars over pages, and requests to other hosts.
 */
const CHROMIUM_LEAVES_OUT = [
  // Two pages of its own for the address bar of each tab, which take longer than a page under test.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'BlockOriginHeaderModificationOnRedirect',
  'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'Translate',
]

/** No process for a page that may come later: it takes as long as that of a page. */
const FIREFOX_PREFERENCES = { 'dom.ipc.processPrelaunch.enabled': false }

const LAUNCH_TIMEOUT = 30_000

/** @type {import('./find-browsers.d.ts').candidates} */
export function candidates(name) {
  const own = TYPES[name].executablePath()
  const named = process.env[VARIABLES[name]]
  const paths = named ? [named] : [...COMMANDS[name].flatMap(onPath), own]
  return unique(paths.filter(existsSync)).map((path) => ({ name, path, ownBuild: path === own }))
}

/** @type {import('./find-browsers.d.ts').launch} */
export async function launch(name, options = {}) {
  const problems = []
  for (const candidate of candidates(name)) {
    try {
      return { name, path: candidate.path, browser: await start(candidate, options) }
    } catch (error) {
      problems.push(`${candidate.path}: ${firstLine(error)}`)
    }
  }
  return { name, problem: problems.join('; ') || 'not found' }
}

/**
 * @param {Candidate} candidate
 * @param {import('./find-browsers.d.ts').Flags} flags
 */
async function start(
  { name, path, ownBuild },
  { args = [], ignoreDefaultArgs = [], firefoxUserPrefs = {} },
) {
  const browser = await TYPES[name].launch({
    executablePath: path,
    timeout: LAUNCH_TIMEOUT,
    args: name === 'chromium' ? [...chromiumFlags(), ...args] : args,
    ignoreDefaultArgs,
    firefoxUserPrefs: { ...FIREFOX_PREFERENCES, ...firefoxUserPrefs },
    // Playwright speaks to a Firefox that it didn't build by WebDriver BiDi, and not otherwise.
    ...(name === 'firefox' && !ownBuild ? { channel: 'moz-firefox' } : {}),
  })
  try {
    // A browser of another age may start and then not know what Playwright asks of it.
    const page = await browser.newPage()
    await page.close()
  } catch (error) {
    await browser.close()
    throw error
  }
  return browser
}

function chromiumFlags() {
  const flags = [...CHROMIUM_FLAGS, `--disable-features=${CHROMIUM_LEAVES_OUT.join(',')}`]
  return process.getuid?.() === 0 ? ['--no-sandbox', ...flags] : flags
}

/**
 * Without those that are links to an earlier one's target.
 * @param {string[]} paths
 */
function unique(paths) {
  /** @type {Map<string, string>} */
  const targets = new Map()
  for (const path of paths) {
    const target = realpathSync(path)
    if (!targets.has(target)) targets.set(target, path)
  }
  return [...targets.values()]
}

/** @param {unknown} error */
function firstLine(error) {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0]
}
