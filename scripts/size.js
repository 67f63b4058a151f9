// Measures what the built package adds to an app, beside others, and writes it into the documents.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { writeSection } from '../bench/support/page.js'

/** @typedef {import('./size.d.ts').Part} Part */
/** @typedef {import('./size.d.ts').Size} Size */

const ENTRY = '\0part'

/** @type {Part[]} */
const PARTS = [
  {
    name: 'engine (Connection)',
    code: `export { Connection } from './socket.js'`,
    // The goal is 5 kB; what all the rules take today, so that it doesn't grow unseen.
    limit: 7_340,
  },
  {
    name: 'engine with ReconnectingWebSocket',
    code: `export { ReconnectingWebSocket } from './socket.js'`,
    // The goal is 6 kB.
    limit: 9_510,
  },
  {
    name: 'all of the main entry',
    code: `export * from './index.js'`,
    // The goal is 8 kB.
    limit: 10_010,
  },
  {
    name: 'worker timers, beside these',
    code: `export { workerTimers } from './worker-timers/index.js'`,
    limit: 900,
  },
]

/** What people would use instead, as an app takes it. */
const PEERS = [
  { name: 'reconnecting-websocket 4.4', code: `export { default } from 'reconnecting-websocket'` },
  { name: 'partysocket 1.3', code: `export { WebSocket } from 'partysocket'` },
  { name: 'VueUse 15, `useWebSocket`', code: `export { useWebSocket } from '@vueuse/core'` },
  { name: 'reconnectingwebsocket 1.0', code: `export { default } from 'reconnectingwebsocket'` },
]

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** @type {import('./size.d.ts').measure} */
export async function measure(dist) {
  const measured = []
  for (const part of PARTS) measured.push({ ...part, ...(await sizeOf(dist, part.code)) })
  return measured
}

/** @type {import('./size.d.ts').measurePeers} */
export async function measurePeers() {
  const measured = []
  for (const { name, code } of PEERS) measured.push({ name, ...(await sizeOf(ROOT, code)) })
  return measured
}

/**
 * @param {string} root
 * @param {string} code
 * @returns {Promise<Size>}
 */
async function sizeOf(root, code) {
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

async function main() {
  const dist = resolve(ROOT, 'dist')
  if (!existsSync(dist)) throw new Error('There is no dist yet: run `npm run build`')
  const parts = await measure(dist)
  const rows = [
    ...parts.map(({ name, bytes, brotli, limit }) => [
      `**${name}**`,
      kilobytes(bytes),
      kilobytes(brotli),
      bytes <= limit ? kilobytes(limit) : `${kilobytes(limit)}, **exceeded**`,
    ]),
    ...(await measurePeers()).map(({ name, bytes, brotli }) => [
      name,
      kilobytes(bytes),
      kilobytes(brotli),
      '',
    ]),
  ]
  const table = [['', 'gzip', 'brotli', 'limit'], ['---', '--:', '--:', '--:'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
  console.log(table)
  writeSection('size', table)
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1_000).toFixed(2)} kB`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
