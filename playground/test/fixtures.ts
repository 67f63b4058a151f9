import { onTestFinished } from 'vitest'
import { FeedServer } from '../server/feed-server.ts'
import { connect, type Client } from './client.ts'

/** An interval so long that no message of the feed comes between. */
export const QUIET = 60_000

/** A running server on a fresh port that stops with the test. */
export async function serve(interval = QUIET): Promise<FeedServer> {
  const server = new FeedServer({ interval })
  onTestFinished(() => server.stop())
  await server.start()
  return server
}

/** A client under way that ends with the test. */
export function attempt(url: string, headers?: Record<string, string>): Client {
  const client = connect(url, headers)
  onTestFinished(() => client.socket.terminate())
  return client
}

export async function open(url: string): Promise<Client> {
  const client = attempt(url)
  await client.opened
  return client
}

/** Lasts longer than anything that was already under way on the loopback interface. */
export async function roundTrips(): Promise<void> {
  const client = await open((await serve()).echoUrl)
  for (let trip = 0; trip < 20; trip++) {
    const answer = client.next()
    client.socket.send('there and back')
    await answer
  }
}
