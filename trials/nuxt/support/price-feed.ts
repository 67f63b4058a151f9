import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'

export interface PriceFeed {
  readonly url: string
  /** The paths that were attempted. */
  readonly attempted: readonly string[]
}

/** A WebSocket server on a fresh port that greets everybody with one price. Ends with the test. */
export async function startPriceFeed(): Promise<PriceFeed> {
  const attempted: string[] = []
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (client, { url }) => {
    attempted.push(url!)
    client.send('{"price":42}')
  })
  await once(server, 'listening')
  onTestFinished(async () => {
    for (const client of server.clients) client.terminate()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, attempted }
}
