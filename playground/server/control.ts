import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerState } from './api.ts'
import type { FeedServer } from './feed-server.ts'
import type { Nodes } from './nodes/nodes.ts'
import {
  RequestError,
  parseBody,
  parseBroadcast,
  parseClose,
  parseKill,
  parseNothing,
  parseRestart,
  parseSet,
  parseStrand,
} from './requests.ts'

/** What the page steers. */
export interface Steered {
  readonly feed: FeedServer
  readonly nodes: Nodes
}

type Control = (steered: Steered, body: Record<string, unknown>) => void | Promise<void>

const MAX_BODY = 64 * 1024

const CONTROLS: Record<string, Control> = {
  '/set': ({ feed }, body) => feed.set(parseSet(body)),
  '/close': ({ feed }, body) => {
    const { code, reason } = parseClose(body)
    feed.close(code, reason)
  },
  '/broadcast': ({ feed }, body) => feed.broadcast(parseBroadcast(body).data),
  '/strand': ({ feed }, body) => feed.strand(parseStrand(body).forgetAfter),
  '/restart': ({ feed }, body) => feed.restart(parseRestart(body).downFor),
  '/heal': ({ feed }, body) => {
    parseNothing(body)
    return feed.heal()
  },
  '/kill': ({ feed }, body) => {
    parseNothing(body)
    feed.kill()
  },
  '/stop': ({ feed }, body) => {
    parseNothing(body)
    return feed.stop()
  },
  '/nodes/kill': ({ nodes }, body) => nodes.kill(parseKill(body).node),
  '/start': ({ feed }, body) => {
    parseNothing(body)
    return feed.start()
  },
}

const READS: Record<string, (steered: Steered) => object> = {
  '/state': stateOf,
  '/counted': ({ feed }) => feed.inbox.tally.read(),
  '/nodes': ({ nodes }) => nodes.state,
}

/** Answers one request to `/api`, whose url starts behind that. */
export async function handleControl(
  steered: Steered,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    answer(response, 200, await run(steered, request))
  } catch (error) {
    const status = error instanceof RequestError ? error.status : 500
    answer(response, status, { error: error instanceof Error ? error.message : String(error) })
  }
}

function stateOf({ feed }: Steered): ServerState {
  const { url, echoUrl, port, running, faults, connections, stranded } = feed
  const { attempts, accepted, inbox } = feed
  const { pings, messages, received } = inbox
  return {
    at: Date.now(),
    url,
    echoUrl,
    port,
    running,
    faults,
    connections,
    stranded,
    counters: { attempts, accepted, pings, messages },
    received: [...received],
  }
}

async function run(steered: Steered, request: IncomingMessage): Promise<object> {
  const path = request.url?.split('?')[0] ?? ''
  const control = Object.hasOwn(CONTROLS, path) ? CONTROLS[path] : undefined
  const read = Object.hasOwn(READS, path) ? READS[path] : undefined
  if (!control && !read) throw new RequestError(`No such control: ${path}`, 404)
  const method = control ? 'POST' : 'GET'
  if (request.method !== method) throw new RequestError(`Use ${method} for ${path}`, 405)
  checkOrigin(request)
  if (!control) return read!(steered)

  // Another page's form can't send this type, and its script would have to ask first.
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new RequestError('The content type must be application/json', 415)
  }
  await control(steered, parseBody(await readBody(request)))
  return stateOf(steered)
}

function checkOrigin({ headers }: IncomingMessage): void {
  const { origin, host } = headers
  const own = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
  const site = headers['sec-fetch-site'] ?? 'same-origin'
  if (own && ['same-origin', 'none'].includes(String(site))) return
  throw new RequestError('Only the page of this server may do that', 403)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) throw new RequestError(`The body is larger than ${MAX_BODY} bytes`, 413)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
