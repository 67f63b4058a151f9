import { onTestFinished } from 'vitest'
import type { HeartbeatServer } from 'vue-heartbeat-socket/server'
import { createSession } from 'vue-heartbeat-socket/session'
import { Connection } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers, type FakeTimers } from 'vue-heartbeat-socket/testing'

/** Longer than the first retry waits at most. */
export const RETRIED = 6_000

/** A page: its connection, what it received, and what became of its messages. */
export interface Page {
  readonly connection: Connection
  readonly received: any[]
  readonly confirmed: any[]
  readonly drops: any[]
  /** Breaks its link. */
  cut(): void
  /** Breaks its link; from now on another process is at the other end. */
  restart(live: HeartbeatServer<any, any>): void
}

/** Clients of a server, both ends in this process and on the same fake timers. */
export function setUp() {
  const timers: FakeTimers = createFakeTimers()

  /** Opens a page of a user. */
  async function open(live: HeartbeatServer<any, any>, user = 'ann'): Promise<Page> {
    let present = live
    const server = createFakeServer({
      timers,
      server: { connect: (link, request) => present.connect(link, request) },
    })
    const connection = new Connection({ ...server.options, session: createSession({ auth: user }) })
    const page: Page = {
      connection,
      received: [],
      confirmed: [],
      drops: [],
      cut: () => server.drop(),
      restart(next) {
        present = next
        server.drop()
      },
    }
    connection.on('message', (message) => page.received.push(message))
    connection.on('confirmed', (message) => page.confirmed.push(message))
    connection.on('drop', (drop) => page.drops.push(drop))
    onTestFinished(() => connection.dispose())
    server.accept()
    await timers.advance(0)
    return page
  }
  return { timers, open }
}

/** Each user is who they say: the tests are not about logins. */
export const authenticate = (_request: unknown, auth: unknown) => ({ user: String(auth) })
