import { resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'

const ENTRY = '\0part'

/** What every app imports, and none of what only some do. */
const APP = `export { HeartbeatSocket, onSocketEvent, onSocketMessage, useHeartbeatSocket } from './index.js'`

/** @type {import('./size.d.ts').Part[]} */
const PARTS = [
  {
    name: 'engine (Connection)',
    code: `export { Connection } from './socket.js'`,
    limit: 11_430,
  },
  {
    name: 'engine with ReconnectingWebSocket',
    code: `export { ReconnectingWebSocket } from './socket.js'`,
    limit: 13_620,
  },
  {
    name: 'plugin, store and engine',
    code: APP,
    limit: 15_540,
  },
  {
    name: 'topics, beside these',
    code: `${APP}; export { defineTopics } from './index.js'`,
    beside: APP,
    limit: 600,
  },
  {
    name: 'requests, beside these',
    code: `${APP}; export { createRequest, RequestError } from './index.js'`,
    beside: APP,
    limit: 630,
  },
  {
    name: 'the countdown, beside these',
    code: `${APP}; export { useRetryCountdown } from './index.js'`,
    beside: APP,
    limit: 300,
  },
  {
    name: 'session client, beside these',
    code: `export { createSession } from './session/index.js'`,
    limit: 1_850,
  },
  {
    name: 'shared tabs, beside these',
    code: `${APP}; export { shareTabs } from './tabs/index.js'`,
    beside: APP,
    limit: 6_050,
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
    const { bytes, brotli } = await sizeOf(dist, part.code)
    const base = part.beside ? await sizeOf(dist, part.beside) : { bytes: 0, brotli: 0 }
    measured.push({ ...part, bytes: bytes - base.bytes, brotli: brotli - base.brotli })
  }
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

/** @type {import('./size.d.ts').bundle} */
export async function bundle(root, code) {
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
