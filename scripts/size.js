import { resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'

const ENTRY = '\0part'

/** @type {import('./size.d.ts').Part[]} */
const PARTS = [
  {
    name: 'engine (Connection)',
    code: `export { Connection } from './socket.js'`,
    limit: 11_280,
  },
  {
    name: 'engine with ReconnectingWebSocket',
    code: `export { ReconnectingWebSocket } from './socket.js'`,
    limit: 13_470,
  },
  {
    name: 'all of the main entry',
    code: `export * from './index.js'`,
    limit: 16_700,
  },
  {
    name: 'session client, beside these',
    code: `export { createSession } from './session/index.js'`,
    limit: 2_000,
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
  for (const part of PARTS) measured.push({ ...part, ...(await sizeOf(dist, part.code)) })
  return measured
}

/** @type {import('./size.d.ts').sizeOf} */
export async function sizeOf(root, code) {
  const bundled = await bundle(root, code)
  return {
    bytes: gzipSync(bundled, { level: 9 }).length,
    brotli: brotliCompressSync(bundled).length,
  }
}

/**
 * @param {string} root
 * @param {string} code
 */
async function bundle(root, code) {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'part',
        resolveId: (id, importer) =>
          id === ENTRY ? id : isOwn(id, importer) ? resolve(root, id) : undefined,
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

/**
 * @param {string} id
 * @param {string | undefined} importer
 */
function isOwn(id, importer) {
  return importer === ENTRY && id.startsWith('.')
}
