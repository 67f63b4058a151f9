import { FaultProxy } from './fault-proxy.ts'
import { TalkServer } from './talk-server.ts'

export interface Line {
  readonly server: TalkServer
  readonly proxy: FaultProxy
  close(): Promise<void>
}

/** A server, and the proxy in front of it. */
export async function startLine(): Promise<Line> {
  const server = await TalkServer.start()
  const proxy = await FaultProxy.start(server.port)
  return {
    server,
    proxy,
    async close() {
      await proxy.close()
      await server.stop()
    },
  }
}
