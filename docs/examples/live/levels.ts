import { createSession } from 'vue-heartbeat-socket/session'
import { Connection, systemTimers, type SocketOptions } from 'vue-heartbeat-socket/socket'
import { createFakeServer } from 'vue-heartbeat-socket/testing'

export const LEVELS = ['untold', 'told', 'resent', 'session'] as const
export type Level = (typeof LEVELS)[number]

/** What each level takes. Receipts come soon here; the default is 5 s. */
const OPTIONS: Record<Level, Partial<SocketOptions>> = {
  untold: { heartbeat: { receipts: false } },
  told: { heartbeat: { receipts: 400 } },
  resent: { heartbeat: { receipts: 400 }, outbox: { resend: true } },
  session: { session: createSession() },
}

interface Accounts {
  /** A message of the page's was given up: it may have arrived, or not. */
  reported(number: number): void
  /** A message of the server's has arrived. */
  came(number: number): void
}

/** A client at this level, with a server and a network of its own. */
export function connectAt(level: Level, { reported, came }: Accounts) {
  const server = createFakeServer({
    timers: systemTimers(),
    latency: 40,
    session: level === 'session',
  })
  const connection = new Connection({
    ...server.options,
    reconnect: { spread: 1_000 },
    ...OPTIONS[level],
  })
  connection.on('drop', ({ data }) => reported(data.number))
  connection.on('message', ({ number }) => came(number))
  server.accept()

  return {
    /** One message in each direction. */
    send(number: number): void {
      connection.send({ number })
      server.send({ number })
    },
    /** Nothing arrives any more, in either direction, and no event says so. */
    freeze: () => server.goSilent(),
    /** The link breaks, and the next one works. */
    breakLink(): void {
      server.drop()
      server.accept()
    },
    /** How often a message of the page's has reached the server. */
    arrivals: (number: number) => server.messages.filter((one) => one.number === number).length,
    dispose: () => connection.dispose(),
  }
}
