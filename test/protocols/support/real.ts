import { onTestFinished } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import type { SocketEvents } from 'vue-heartbeat-socket/socket'
import { WebSocket } from 'ws'
import type { Protocol } from './set-up.ts'

/** Connects to a real server; ends with the test. */
export function connectTo(url: string, protocol: Protocol): Connection {
  const connection: Connection = new Connection({
    url,
    WebSocket,
    ...protocol(() => connection, WebSocket as never),
  })
  onTestFinished(() => connection.dispose())
  return connection
}

/** The first argument of the next event of this name that fits. */
export function next<Name extends keyof SocketEvents>(
  connection: Connection,
  event: Name,
  fits: (first: SocketEvents[Name][0]) => boolean = () => true,
): Promise<SocketEvents[Name][0]> {
  return new Promise((resolve) => {
    const remove = connection.on(event, (...[first]) => {
      if (!fits(first)) return
      remove()
      resolve(first)
    })
  })
}
