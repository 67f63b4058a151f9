import { TalkServer } from '../support/talk-server.ts'

/** The server in the lab: prints its url, and ticks on request. */
export default async function main(host: string): Promise<void> {
  const server = await TalkServer.start(host)
  process.on('message', (ms: number) => server.tick(ms))
  process.on('disconnect', () => process.exit())
  process.send!(`ws://${host}:${server.port}/talk`)
}
