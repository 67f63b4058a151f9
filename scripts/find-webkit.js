import { existsSync, readdirSync } from 'node:fs'
import { onPath } from './on-path.js'

/** Where Debian puts what is run by no user: /usr/lib/x86_64-linux-gnu and its likes. */
const LIBRARIES = '/usr/lib'

/** @type {import('./find-webkit.d.ts').findWebKit} */
export function findWebKit() {
  const driver = onPath('WebKitWebDriver').find(existsSync)
  const display = onPath('Xvfb').find(existsSync)
  const browser = miniBrowsers().find(existsSync)
  if (driver && display && browser) return { driver, display, browser }
  const parts = { WebKitWebDriver: driver, Xvfb: display, MiniBrowser: browser }
  const missing = Object.entries(parts).filter(([, path]) => !path)
  return { problem: `no ${missing.map(([name]) => name).join(', no ')}` }
}

function miniBrowsers() {
  if (!existsSync(LIBRARIES)) return []
  return readdirSync(LIBRARIES).map((name) => `${LIBRARIES}/${name}/webkit2gtk-4.1/MiniBrowser`)
}
