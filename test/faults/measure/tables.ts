import { resolveOptions } from '../../../src/socket/resolve-options.ts'
import { seconds, spread, spreadOfCounts, table } from './markdown.ts'
import { DEMAND, type Beats } from './run-beats.ts'
import type { Sample, Series } from './samples.ts'
import { LOOK } from './scenarios.ts'
import { CLIENTS, HIDDEN_CLIENTS, PACE, PATIENCE, ROUNDS } from './settings.ts'

/** How long each client needed to notice, and to be open again. */
export function timesTables(series: readonly Series[], patience: number = PATIENCE): string {
  const clients = CLIENTS.filter((name) => series.some(({ client }) => client === name))
  const time = (read: (sample: Sample) => number | null) =>
    byClient(clients, series, ({ samples }) => spread(samples.map(read), patience))
  return [
    'Seconds from the fault until the application is told that the link is not open:',
    time(({ foundAfter }) => foundAfter),
    'Seconds until it hears from the server again, from when a new connection could get through:',
    time(({ openAfter }) => openAfter),
  ].join('\n\n')
}

/** The same of hidden pages, in one table: there are two times in each cell. */
export function hiddenTable(series: readonly Series[], patience: number): string {
  return byClient(HIDDEN_CLIENTS, series, ({ samples }) => {
    const found = samples.map(({ foundAfter }) => foundAfter)
    const open = samples.map(({ openAfter }) => openAfter)
    return `${spread(found, patience)}; ${spread(open, patience)}`
  })
}

export function slowTable(series: readonly Series[]): string {
  return byClient(CLIENTS, series, ({ samples }) => {
    const losses = spreadOfCounts(samples.map(({ losses: count }) => count))
    const times = samples.map(({ openAfter }) => openAfter)
    return `${losses}; ${spread(times, LOOK)}`
  })
}

export function beatsTable(beats: readonly Beats[]): string {
  const head = ['Timers of', 'Server', 'Longest silence, s', `Sent away after ${DEMAND / 1_000} s`]
  return table(
    head,
    beats.map(({ name, answers, longestSilence, sentAway }) => [
      name,
      answers ? 'answers each beat' : 'says nothing',
      seconds(longestSilence),
      sentAway === 0 ? 'no' : 'yes',
    ]),
  )
}

/** What follows from the options of this package where they are left at their defaults. */
export function defaultsInWords(): string {
  const { heartbeat, reconnect } = resolveOptions({ url: 'ws://127.0.0.1' })
  const { interval, timeout } = heartbeat
  const found = `${seconds(timeout)} to ${seconds(interval + timeout)} s`
  const open = `${seconds(timeout)} to ${seconds(interval + timeout + reconnect.spread)} s`
  return (
    `Computed, not measured: with the defaults of this package (interval ${interval / 1_000} s, ` +
    `timeout ${timeout / 1_000} s, spread ${reconnect.spread / 1_000} s) a link that falls silent ` +
    `is found after ${found}, and a new one is dialled after ${open}.`
  )
}

/** The same for all, in words. */
export function paceInWords(): string {
  const { interval, timeout, connectTimeout, delay, maxDelay } = PACE
  return (
    `Heartbeat: interval ${interval / 1_000} s, timeout ${timeout / 1_000} s. An opening may take ` +
    `${connectTimeout / 1_000} s, where a library has such an option. A redial waits ` +
    `${delay / 1_000} s at first, ${maxDelay / 1_000} s at most, where it can be told. ${ROUNDS} runs ` +
    `each: the median in seconds, and in brackets the least and the greatest.`
  )
}

function byClient(
  clients: readonly string[],
  series: readonly Series[],
  cell: (each: Series) => string,
): string {
  const scenarios = [...new Set(series.map(({ scenario }) => scenario))]
  const browsers = [...new Set(series.map(({ browser }) => browser))]
  const rows = scenarios.flatMap((scenario) =>
    browsers.map((browser) => [
      `${capital(scenario)} (${capital(browser)})`,
      ...clients.map((client) => {
        const found = series.find(
          (each) =>
            each.scenario === scenario && each.browser === browser && each.client === client,
        )
        return found ? cell(found) : '–'
      }),
    ]),
  )
  return table(['', ...clients], rows)
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)
