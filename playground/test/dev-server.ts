import { mkdtempSync, rmSync } from 'node:fs'
import { request, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'vite'
import type { ServerState } from '../server/api.ts'
import { feedServer } from '../server/plugin.ts'

export interface Answer {
  status: number | undefined
  body: any
}

export const JSON_TYPE = { 'content-type': 'application/json' }

/** A Vite dev server with the feed server's plugin, and an empty page. */
export class DevServer {
  readonly host: string
  readonly close: () => Promise<void>

  private constructor(host: string, close: () => Promise<void>) {
    this.host = host
    this.close = close
  }

  static async start(): Promise<DevServer> {
    const root = mkdtempSync(join(tmpdir(), 'feed-control-'))
    const vite = await createServer({
      root,
      configFile: false,
      logLevel: 'error',
      plugins: [feedServer()],
      optimizeDeps: { noDiscovery: true },
      server: { host: '127.0.0.1', port: 0, ws: false },
    })
    await vite.listen()
    const { port } = vite.httpServer!.address() as AddressInfo
    return new DevServer(`127.0.0.1:${port}`, async () => {
      await vite.close()
      rmSync(root, { recursive: true })
    })
  }

  // Not `fetch`, which refuses to send the headers that matter here.
  ask(method: string, path: string, body = '', headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const url = `http://${this.host}/api/${path}`
      const sent = request(url, { method, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = String(Buffer.concat(chunks))
          const isJson = response.headers['content-type'] === 'application/json'
          resolve({ status: response.statusCode, body: isJson ? JSON.parse(text) : text })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  post(path: string, body?: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
    return this.ask('POST', path, text, { ...JSON_TYPE, ...headers })
  }

  async state(): Promise<ServerState> {
    return (await this.ask('GET', 'state')).body
  }
}
