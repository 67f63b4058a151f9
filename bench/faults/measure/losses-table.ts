import { capital, spreadOfCounts, table } from './markdown.ts'
import { CUTS, type Losses, type LossesJob } from './run-losses.ts'

const COLUMNS: readonly [head: string, read: (losses: Losses) => number][] = [
  ['Sent', ({ sent }) => sent],
  ['Arrived', ({ arrived }) => arrived],
  ['Lost', ({ lost }) => lost],
  ['Lost untold', ({ lostUntold }) => lostUntold],
  ['Arrived again', ({ twice }) => twice],
  ['Reported', ({ told }) => told],
]

/** What each client sent, and what became of it: of the rounds the median, the least and the greatest. */
export function lossesTable(counted: readonly Losses[]): string {
  const clients = [...new Set(counted.map(({ client }) => client))]
  const browsers = [...new Set(counted.map(({ browser }) => browser))]
  const rows = clients.flatMap((client) =>
    browsers.map((browser) => {
      const rounds = counted.filter((each) => each.client === client && each.browser === browser)
      const cells = COLUMNS.map(([, read]) => spreadOfCounts(rounds.map(read)))
      return [`${client} (${capital(browser)})`, ...cells]
    }),
  )
  return table(1, ['Client', ...COLUMNS.map(([head]) => head)], rows)
}

/** How it was counted. */
export function lossesInWords({ messages, cuts, gap, pace }: LossesJob, rounds: number): string {
  const every = Math.round((gap * (cuts + 1)) / messages)
  return (
    `Each client sends ${messages.toLocaleString('en')} numbered messages, one every ${every} ms, while its link ` +
    `is cut ${cuts} times, every ${gap / 1_000} s: ${CUTS.map(([name]) => name).join(', ')}, and so on. ` +
    `Heartbeat: interval ${pace.interval / 1_000} s, timeout ${pace.timeout / 1_000} s. ${rounds} rounds: ` +
    `the median, and in brackets the least and the greatest.`
  )
}
