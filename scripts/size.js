// Measures what the built package adds to an app.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/** @typedef {import('./size.d.ts').Part} Part */

const ENTRY = '\0part'

/** @type {Part[]} */
const PARTS = [
  {
    name: 'engine (Connection)',
    code: `export { Connection } from './socket/index.js'`,
    // The goal is 5 kB; what all the rules take today, so that it doesn't grow unseen.
    limit: 7_300,
  },
  {
    name: 'engine with ReconnectingWebSocket',
    code: `export { ReconnectingWebSocket } from './socket/index.js'`,
    // The goal is 6 kB.
    limit: 9_450,
  },
  {
    name: 'all of the main entry',
    code: `export * from './index.js'`,
    // The goal is 8 kB.
    limit: 9_710,
  },
  {
    name: 'worker timers, beside these',
    code: `export { workerTimers } from './worker-timers/index.js'`,
    limit: 900,
  },
]

/** @type {import('./size.d.ts').measure} */
export async function measure(dist) {
  const measured = []
  for (const part of PARTS) {
    const code = await bundle(dist, part.code)
    measured.push({ ...part, bytes: gzipSync(code, { level: 9 }).length })
  }
  return measured
}

/**
 * @param {string} dist
 * @param {string} code
 */
async function bundle(dist, code) {
  const result = await build({
    root: dist,
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'part',
        resolveId: (id, importer) =>
          id === ENTRY ? id : importer === ENTRY ? resolve(dist, id) : undefined,
        load: (id) => (id === ENTRY ? code : undefined),
      },
    ],
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: ENTRY,
        external: ['vue', 'pinia'],
        // Keeps the exports, which an app would use.
        preserveEntrySignatures: 'strict',
      },
    },
  })
  const [bundled] = [result].flat()
  if (bundled === undefined || !('output' in bundled)) throw new Error('Nothing was built')
  return bundled.output.map((chunk) => ('code' in chunk ? chunk.code : '')).join('')
}

async function main() {
  const dist = fileURLToPath(new URL('../dist', import.meta.url))
  if (!existsSync(dist)) throw new Error('There is no dist yet: run `npm run build`')
  const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1_000).toFixed(2)} kB`
  console.log('Minified and gzipped, NODE_ENV=production, without Vue and Pinia:')
  console.table(
    Object.fromEntries(
      (await measure(dist)).map(({ name, bytes, limit }) => [
        name,
        { size: kilobytes(bytes), limit: kilobytes(limit), fits: bytes <= limit },
      ]),
    ),
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
