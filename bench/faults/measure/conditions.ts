import { createRequire } from 'node:module'
import { availableParallelism, loadavg } from 'node:os'
import type { Launched } from './browsers.ts'
import { capital } from './markdown.ts'

const PACKAGES = ['@vueuse/core', 'reconnecting-websocket', 'partysocket']

/** With what it was measured, in words. */
export function conditions(browsers: readonly Launched[]): string {
  const versions = [
    ...browsers.map(({ name, browser }) => `${capital(name)} ${browser.version()}`),
    ...PACKAGES.map((name) => `${name} ${versionOf(name)}`),
  ]
  const [, , load] = loadavg()
  return (
    `Measured with ${versions.join(', ')}, on a machine with ${availableParallelism()} processors ` +
    `and a load average of ${load!.toFixed(0)} in the last 15 minutes.`
  )
}

function versionOf(name: string): string {
  const path = createRequire(import.meta.url).resolve(name)
  // Not every package exports its package.json.
  const folder = path.slice(0, path.lastIndexOf(`node_modules/${name}`))
  return createRequire(import.meta.url)(`${folder}node_modules/${name}/package.json`).version
}
