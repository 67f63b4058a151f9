import { libraries, type Result } from './fleet.ts'
import { number, percent, seconds, table, thousands, type Column } from './markdown.ts'
import type { Tally } from './tally.ts'

const ATTEMPTS: readonly Column[] = [
  { head: '' },
  { head: 'worst second', isNumeric: true },
  { head: 'worst 0.1 s', isNumeric: true },
  { head: 'attempts a client', isNumeric: true },
]

const RETURN: readonly Column[] = [
  { head: 'half are back', isNumeric: true },
  { head: '99 % are back', isNumeric: true },
]

/** What `docs/fleet.md` says. */
export function documentOf(results: readonly Result[], clients: number): string {
  return `# What a fleet does to its server

When a server goes away, it loses all its clients in one moment. Then all of them reconnect, and when they
do decides whether the server gets up again. This is a simulation of ${thousands(clients)} clients. Each library
retries by its own rules, with its defaults; network and server are the same for all.

\`npm run bench:fleet\` writes this page, always the same one. \`npm run bench:fleet -- --clients 1000000\`
prints it for a larger fleet.

![Attempts a second while the server is away for 30 s, for each library](fleet.svg)

Each row shows the attempts that arrive in each second while the server is away for 30 s, and after it. A
bar as high as its row is the whole fleet; higher ones are cut off.

## What happened

- **Worst second**, **worst 0.1 s**: the most attempts that arrive in any second, or in any tenth of one,
  in percent of the fleet. Above 100 % clients made more than one attempt.
- **Attempts a client**: all attempts, divided by the number of clients.
- **Half**, **99 % are back**: how long after the server's return these had a link that lasted.

Clients that spread their attempts come back later: that is the price. With few clients you need not pay it: lower
\`reconnect.spread\` and \`reconnect.minDelay\`. \`ReconnectingWebSocket\` has the exact delays of the class
that it stands in for, and its clients come in waves. A large fleet is better off with the plugin or
with \`Connection\`.

A test holds for 10 000 clients of this package: after 0.3 s at most 25 % make an attempt in one second, and 3 %
in a tenth of one; after each outage 99 % are back within 30 s; a server that accepts and drops gets
at most 8 attempts a client in the first minute.

${results.map(sectionOf).join('\n\n')}

## How it is simulated

- At first all have been connected for a minute or more, each since a moment of its own.
- Everything is 50 to 150 ms on its way, which differs from client to client. That stands for the round
  trips of TCP, TLS and the handshake. An answer to an attempt takes twice this, the news of a loss once.
- The clients learn of each loss. Links that die in silence are another matter: there the heartbeat
  decides.
- The server sends nothing but pongs. Pages are visible and online.
- An attempt that is not answered ends with the library's own timeout, if it has one.
- This package's delays come from its own code, \`backoff()\`. Tests let real clients go through the
  same, those of VueUse, reconnecting-websocket and partysocket too: they make attempts at the same times.

## Where the rules come from

VueUse and SignalR retry only when an option says so. Here they are, without further options.

${table(
  [{ head: 'Library' }, { head: 'Source' }],
  libraries.map(({ name, source }) => [name, source]),
)}
`
}

function sectionOf({ scenario, tallies }: Result): string {
  const { name, description, returnsAt, duration } = scenario
  const rows = tallies.map((tally, at) => [libraries[at]!.name, ...attemptsOf(tally)])
  const title = name[0]!.toUpperCase() + name.slice(1)
  if (returnsAt === undefined) return `### ${title}\n\n${description}\n\n${table(ATTEMPTS, rows)}`

  const watched = duration - returnsAt
  const all = rows.map((row, at) => [...row, ...returnOf(tallies[at]!, returnsAt, watched)])
  return `### ${title}\n\n${description}\n\n${table([...ATTEMPTS, ...RETURN], all)}`
}

function attemptsOf(tally: Tally): string[] {
  return [percent(tally.worst(1_000)), percent(tally.worst(100)), number(tally.mean)]
}

function returnOf(tally: Tally, returnsAt: number, watched: number): string[] {
  return [0.5, 0.99].map((share) => {
    const at = tally.backAt(share)
    if (at < Infinity) return seconds(at - returnsAt)
    const haveGivenUp = tally.gaveUp > (1 - share) * tally.clients
    return haveGivenUp ? 'never, given up' : `not in ${seconds(watched)}`
  })
}
