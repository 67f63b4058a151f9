// Measures what the built package adds to an app, beside others, and writes it into the document.
import { fileURLToPath } from 'node:url'
import { measure, sizeOf } from '../../scripts/size.js'
import { writeSection } from '../support/page.js'

/** What people would use instead, as an app takes it. */
const PEERS = [
  { name: 'reconnecting-websocket 4.4', code: `export { default } from 'reconnecting-websocket'` },
  { name: 'partysocket 1.3', code: `export { WebSocket } from 'partysocket'` },
  { name: 'VueUse 14, `useWebSocket`', code: `export { useWebSocket } from '@vueuse/core'` },
  { name: 'reconnectingwebsocket 1.0', code: `export { default } from 'reconnectingwebsocket'` },
]

const parts = await measure(fileURLToPath(new URL('../../dist', import.meta.url)))
const rows = [
  ...parts.map(({ name, bytes, brotli, limit }) => [
    `**${name}**`,
    kilobytes(bytes),
    kilobytes(brotli),
    bytes <= limit ? kilobytes(limit) : `${kilobytes(limit)}, **exceeded**`,
  ]),
  ...(await measurePeers()),
]
const table = [['', 'gzip', 'brotli', 'limit'], ['---', '--:', '--:', '--:'], ...rows]
  .map((cells) => `| ${cells.join(' | ')} |`)
  .join('\n')
console.log(table)
writeSection('size', table)

async function measurePeers() {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const rows = []
  for (const { name, code } of PEERS) {
    const { bytes, brotli } = await sizeOf(here, code)
    rows.push([name, kilobytes(bytes), kilobytes(brotli), ''])
  }
  return rows
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1_000).toFixed(2)} kB`
}
