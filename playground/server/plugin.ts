/*
 * The page's controls, all under the address of the page. Types: `api.ts`.
 *
 *   GET  /api/state      → ServerState
 *   GET  /api/counted    → Record<string, Counted>: what arrived of each series of numbered messages
 *   GET  /api/nodes      → NodesState: two nodes over Redis, which this starts; types in `nodes/api.ts`
 *   POST /api/nodes/kill KillRequest       kills a node, which starts again
 *   POST /api/set        SetRequest        sets faults; what is left out stays
 *   POST /api/kill                         resets the TCP connection of every client
 *   POST /api/close      CloseRequest      sends every client a close frame
 *   POST /api/strand     StrandRequest     makes the open connections half-open for good
 *   POST /api/restart    RestartRequest    stops, and starts again later
 *   POST /api/heal                         ends all faults and what they have stranded, and starts
 *   POST /api/stop                         ends all connections and the listener
 *   POST /api/start                        listens again, on the same port
 *   POST /api/broadcast  BroadcastRequest  sends every client a message
 *
 * A POST needs `content-type: application/json` and may have an empty body where none is named. It
 * answers with the ServerState that follows, or with a ControlError and 400 (what was sent is
 * wrong), 403 (another page asks), 404, 405, 413, 415 or 500.
 */
import type { Plugin, PreviewServer, ViteDevServer } from 'vite'
import { handleControl } from './control.ts'
import { FeedServer } from './feed-server.ts'
import { Nodes } from './nodes/nodes.ts'

/** Runs a feed server as long as Vite serves the page, and lets the page steer it. */
export function feedServer(): Plugin {
  return {
    name: 'playground-feed-server',
    apply: 'serve',
    configureServer: serve,
    configurePreviewServer: serve,
  }
}

async function serve({ httpServer, middlewares }: ViteDevServer | PreviewServer): Promise<void> {
  const feed = new FeedServer()
  const nodes = new Nodes()
  await feed.start()
  httpServer?.once('close', () => void Promise.all([feed.stop(), nodes.close()]))
  middlewares.use('/api', (request, response) => {
    void handleControl({ feed, nodes }, request, response)
  })
}
