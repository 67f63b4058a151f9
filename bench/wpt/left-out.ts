import type { SuiteFile } from './suite.ts'

/** Files that are not run, and why: Markdown, for the documentation. */
export interface LeftOut {
  readonly what: string
  readonly reason: string
  readonly isIt: (file: SuiteFile) => boolean
}

const WITHOUT_WEBSOCKET = [
  'interfaces/CloseEvent/constructor.html',
  'interfaces/CloseEvent/historical.html',
  'security/002.html',
]

const EVERYWHERE: readonly LeftOut[] = [
  {
    what: '`stream/`',
    reason: 'another interface, `WebSocketStream`',
    isIt: ({ path }) => path.startsWith('websockets/stream/'),
  },
  {
    what: WITHOUT_WEBSOCKET.map((path) => `\`${path}\``).join(', '),
    reason: 'no `WebSocket` in them',
    isIt: ({ path }) => WITHOUT_WEBSOCKET.includes(path.replace('websockets/', '')),
  },
  {
    what: '`back-forward-cache-…`',
    reason: 'that cache is off in a browser that a program drives',
    isIt: ({ path }) => path.startsWith('websockets/back-forward-cache-'),
  },
]

const IN_NODE: readonly LeftOut[] = [
  {
    what: 'In Node: what needs a document, a frame or another window',
    reason: 'Node has none',
    isIt: ({ path, text }) =>
      path.endsWith('.window.js') || /\bdocument\b|<iframe|window\.open/.test(text),
  },
  {
    what: 'In Node: what needs a worker or an `XMLHttpRequest`',
    reason: 'Node has others, or none',
    isIt: ({ path, text }) => path.endsWith('.worker.js') || /new Worker|XMLHttpRequest/.test(text),
  },
]

/** What is left out in Node, or in browsers. */
export function leftOut(runtime: string): readonly LeftOut[] {
  return runtime === 'node' ? [...EVERYWHERE, ...IN_NODE] : EVERYWHERE
}
