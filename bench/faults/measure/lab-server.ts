import { TalkServer } from '../support/talk-server.ts'

/** The server in the lab: tells its url, and ticks as it is told. */
export default async function main(host: string): Promise<void> {
  const server = await TalkServer.start(host)
  process.on('message', (ms: number) => server.tick(ms))
  process.on('disconnect', () => process.exit())
  process.send!(`ws://${host}:${server.port}/talk`)
}
