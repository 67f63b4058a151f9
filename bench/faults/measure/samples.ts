import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientPage } from './client-page.ts'
import { LIMIT } from './settings.ts'

/** When something broke, and when there was nothing more in the way of a new connection. */
export interface Break {
  readonly brokenAt: number
  readonly soundAt: number
}

export interface Named {
  /** As the table has it. */
  readonly name: string
}

/** What one run of a scenario showed of one client; times in ms. */
export interface Sample {
  /** From the fault until the client told that it is not open; `null` if it never did. */
  readonly foundAfter: number | null
  /** From the end of the fault until the application heard from the server; `null` if it didn't. */
  readonly openAfter: number | null
  /** How often the client told that it is not open. */
  readonly losses: number
}

export interface Subject {
  readonly browser: string
  readonly client: string
}

/** Several runs of one scenario, in one browser, with one client. */
export interface Series extends Subject {
  readonly scenario: string
  readonly samples: readonly Sample[]
}

/** What becomes of a client after a break: when it hears from the server, or after `limit` ms. */
export async function sample(
  client: ClientPage,
  { brokenAt, soundAt }: Break,
  limit: number = LIMIT,
): Promise<Sample> {
  const { heardAt } = await client.outcomeWithin(limit, soundAt)
  const { lostAt, losses } = await client.outcome(brokenAt)
  return { foundAfter: since(brokenAt, lostAt), openAfter: since(soundAt, heardAt), losses }
}

/** What has become of it after `ms`, and when it heard a message that begins with `start`. */
export async function sampleLater(
  client: ClientPage,
  { brokenAt, soundAt }: Break,
  start: string,
  ms: number,
): Promise<Sample> {
  await sleep(ms)
  const { heardAt, lostAt, losses } = await client.outcome(brokenAt, start)
  return { foundAfter: since(brokenAt, lostAt), openAfter: since(soundAt, heardAt), losses }
}

/** Puts together what belongs together; a result has one sample for each subject. */
export function collect(
  subjects: readonly Subject[],
  runs: readonly Named[],
  results: readonly (readonly Sample[])[],
): Series[] {
  const scenarios = [...new Set(runs.map(({ name }) => name))]
  return scenarios.flatMap((scenario) =>
    subjects.map((subject, at) => ({
      ...subject,
      scenario,
      samples: results.filter((_, run) => runs[run]!.name === scenario).map((each) => each[at]!),
    })),
  )
}

function since(from: number, to: number | null): number | null {
  return to === null ? null : to - from
}
