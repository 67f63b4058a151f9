import { resolveOptions } from '../../../src/options/resolve-options.ts'
import { capital, seconds, spread, spreadOfCounts, table } from './markdown.ts'
import { DEMAND, type Beats } from './run-beats.ts'
import type { Sample, Series } from './samples.ts'
import { LONG_LIMIT, LOOK, SILENCE, SILENCE_AT_DEFAULTS } from './scenarios.ts'
import { CLIENTS, HIDDEN_CLIENTS, PACE, LIMIT, ROUNDS } from './settings.ts'

/** The short answer: what each client made of a link that fell silent. */
export function answerTable(series: readonly Series[]): string {
  const head = [
    'Client',
    'Told, as it comes',
    'Told, with a heartbeat',
    'Open again, with a heartbeat',
  ]
  const rows = CLIENTS.flatMap((client) =>
    browsersIn(series).map((browser) => {
      const of = (scenario: string) => find(series, { scenario, browser, client })!.samples
      const paced = of(SILENCE.name)
      return [
        `${client} (${capital(browser)})`,
        spread(of(SILENCE_AT_DEFAULTS.name).map(foundAfter), LONG_LIMIT),
        spread(paced.map(foundAfter), LIMIT),
        spread(paced.map(openAfter), LIMIT),
      ]
    }),
  )
  return table(1, head, rows)
}

/** How long each client needed to notice, and to be open again. */
export function timesTables(series: readonly Series[], limit: number = LIMIT): string {
  const clients = CLIENTS.filter((name) => series.some(({ client }) => client === name))
  const time = (read: (sample: Sample) => number | null) =>
    byClient(clients, series, ({ samples }) => spread(samples.map(read), limit))
  return [
    'Seconds from the fault until the application is told that the link is not open:',
    time(foundAfter),
    'Seconds until it hears from the server again, from when a new connection could get through:',
    time(openAfter),
  ].join('\n\n')
}

/** The same of hidden pages, in one table: there are two times in each cell. */
export function hiddenTable(series: readonly Series[], limit: number): string {
  return byClient(HIDDEN_CLIENTS, series, ({ samples }) => {
    const [found, open] = [samples.map(foundAfter), samples.map(openAfter)]
    return `${spread(found, limit)}; ${spread(open, limit)}`
  })
}

export function slowTable(series: readonly Series[]): string {
  return byClient(CLIENTS, series, ({ samples }) => {
    const losses = spreadOfCounts(samples.map(({ losses: count }) => count))
    return `${losses}; ${spread(samples.map(openAfter), LOOK)}`
  })
}

export function beatsTable(beats: readonly Beats[]): string {
  const head = ['Client', 'Server', 'Longest silence, s', `Sent away after ${DEMAND / 1_000} s`]
  return table(
    2,
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
  const [least, most] = [timeout / 1_000, (interval + timeout) / 1_000]
  return (
    `Computed, not measured: with the defaults of this package (interval ${interval / 1_000} s, ` +
    `timeout ${timeout / 1_000} s, spread ${reconnect.spread / 1_000} s) a link that falls silent ` +
    `is found after about ${least} to ${most} s, and there is a new attempt within ` +
    `${reconnect.spread / 1_000} s more.`
  )
}

/** The same for all, in words. */
export function paceInWords(): string {
  const { interval, timeout, connectTimeout, delay, maxDelay } = PACE
  return (
    `Heartbeat: interval ${interval / 1_000} s, timeout ${timeout / 1_000} s. An opening may take ` +
    `${connectTimeout / 1_000} s, where a library has such an option. A retry waits ` +
    `${delay / 1_000} s at first, ${maxDelay / 1_000} s at most, where that can be set. ${ROUNDS} runs ` +
    `each: the median in seconds, and in brackets the least and the greatest.`
  )
}

function byClient(
  clients: readonly string[],
  series: readonly Series[],
  cell: (each: Series) => string,
): string {
  const scenarios = [...new Set(series.map(({ scenario }) => scenario))]
  const rows = scenarios.flatMap((scenario) =>
    browsersIn(series).map((browser) => [
      `${capital(scenario)} (${capital(browser)})`,
      ...clients.map((client) => {
        const found = find(series, { scenario, browser, client })
        return found ? cell(found) : '–'
      }),
    ]),
  )
  return table(1, ['What happens', ...clients], rows)
}

const browsersIn = (series: readonly Series[]): string[] => [
  ...new Set(series.map(({ browser }) => browser)),
]

function find(
  series: readonly Series[],
  { scenario, browser, client }: Omit<Series, 'samples'>,
): Series | undefined {
  return series.find(
    (each) => each.scenario === scenario && each.browser === browser && each.client === client,
  )
}

const foundAfter = (sample: Sample): number | null => sample.foundAfter

const openAfter = (sample: Sample): number | null => sample.openAfter
