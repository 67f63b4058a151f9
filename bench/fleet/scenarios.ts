import { CHANCE, chance } from './chance.ts'

/** What becomes of handshakes. Times are in ms from the beginning of the trouble. */
export interface Server {
  /** When a handshake is answered that arrives now. */
  answersAt(arrivesAt: number): number
  /** Until when the link lives that a client gets now; `REFUSED` if it gets none. */
  livesUntil(client: number, now: number): number
}

export const REFUSED = -Infinity

export interface Scenario {
  readonly name: string
  readonly description: string
  /** For how long it is watched. */
  readonly duration: number
  /** From when on the server would take everybody, if it ever does. */
  readonly returnsAt?: number
  /** Whether what happens to a client depends on the others. */
  readonly isShared?: boolean
  open(clients: number): Server
}

const atOnce = (arrivesAt: number): number => arrivesAt

/** Everybody loses the link at 0, and what comes then is up to `after`. */
function restart(after: (now: number) => number): Server['livesUntil'] {
  return (_client, now) => (now < 0 ? 0 : after(now))
}

export function outage(seconds: number): Scenario {
  const end = seconds * 1_000
  return {
    name: `the server is away for ${seconds} s`,
    description: 'All links are cut, and attempts are refused until it is back.',
    duration: end + 60_000,
    returnsAt: end,
    open: () => ({
      answersAt: atOnce,
      livesUntil: restart((now) => (now < end ? REFUSED : Infinity)),
    }),
  }
}

export function holding(seconds: number): Scenario {
  const end = seconds * 1_000
  return {
    name: `a load balancer without a server for ${seconds} s`,
    description:
      'All links are cut. Handshakes are answered when the server is back, if the client still waits.',
    duration: end + 60_000,
    returnsAt: end,
    open: () => ({
      answersAt: (at) => (at < 0 ? at : Math.max(at, end)),
      livesUntil: restart(() => Infinity),
    }),
  }
}

const NODES = 10
/** Between two restarts, and how long each takes. */
const PERIOD = 15_000
const AWAY = 5_000

export const rollingRestart: Scenario = {
  name: 'ten nodes restart, one after the other',
  description:
    'Every 15 s one of ten nodes goes away for 5 s. An attempt lands on any node that is there.',
  duration: NODES * PERIOD + 60_000,
  open: () => ({
    answersAt: atOnce,
    livesUntil(client, now) {
      const turn = Math.floor(now / PERIOD)
      const isAway = turn >= 0 && turn < NODES && now < turn * PERIOD + AWAY
      const others = isAway ? NODES - 1 : NODES
      const drawn = Math.floor(chance(client, CHANCE.node + turn) * others)
      const node = isAway && drawn >= turn ? drawn + 1 : drawn
      return node * PERIOD > now ? node * PERIOD : Infinity
    },
  }),
}

export const acceptAndDrop: Scenario = {
  name: 'a server that accepts and drops',
  description: 'All links are cut. Attempts are accepted, and each new link is cut at once.',
  duration: 60_000,
  open: () => ({ answersAt: atOnce, livesUntil: restart((now) => now) }),
}

/** Of the fleet, a second. */
const CAPACITY = 0.02
/** For how long capacity that was not used can be used later, in ms. */
const SLACK = 1_000

export const slow: Scenario = {
  name: 'a server that can accept 2 % of the fleet a second',
  description:
    'All links are cut. The server is back at once, and refuses what is too much for it.',
  duration: 300_000,
  returnsAt: 0,
  isShared: true,
  open(clients) {
    const pause = 1_000 / (CAPACITY * clients)
    let freeAt = 0
    return {
      answersAt: atOnce,
      livesUntil: restart((now) => {
        if (freeAt > now) return REFUSED
        freeAt = Math.max(freeAt, now - SLACK) + pause
        return Infinity
      }),
    }
  },
}

export const scenarios: readonly Scenario[] = [
  outage(0.3),
  outage(5),
  outage(30),
  outage(120),
  holding(30),
  rollingRestart,
  acceptAndDrop,
  slow,
]
