import { isPass, type Outcome } from './outcome.ts'
import { isLong, pagesOf, type Scope, type SuiteFile } from './suite.ts'

/** What came of a file: an outcome for each of its pages, by path. */
export type FileOutcome = Readonly<Record<string, Outcome>>

/** Runs one page, in so many ms at most. */
export type RunPage = (path: string, timeout: number) => Promise<Outcome>

/** How often a page is run until it passes. */
const ROUNDS = 3

/** In ms; longer than the harness waits, which has a limit in browsers. */
const TIMEOUT = { normal: 30_000, long: 90_000 }

interface Job {
  readonly file: string
  readonly page: string
  readonly timeout: number
  outcome: Outcome
}

/** Runs the pages of files, so many at a time; those that fail again, as a machine may be busy. */
export async function runFiles(
  files: readonly SuiteFile[],
  scopes: readonly Scope[],
  abreast: number,
  run: RunPage,
): Promise<Record<string, FileOutcome>> {
  const jobs = files.flatMap((file) => jobsOf(file, scopes))
  for (let round = 0; round < ROUNDS; round++) {
    const left = jobs.filter(({ outcome }) => !isPass(outcome))
    await runJobs(left, abreast, run)
  }
  const outcomes: Record<string, FileOutcome> = {}
  for (const { file, page, outcome } of jobs) {
    outcomes[file] = { ...outcomes[file], [page]: outcome }
  }
  return outcomes
}

function jobsOf(file: SuiteFile, scopes: readonly Scope[]): Job[] {
  const timeout = isLong(file) ? TIMEOUT.long : TIMEOUT.normal
  const outcome: Outcome = { trouble: 'not run', subtests: [] }
  return pagesOf(file, scopes).map((page) => ({ file: file.path, page, timeout, outcome }))
}

async function runJobs(jobs: readonly Job[], abreast: number, run: RunPage): Promise<void> {
  const left = jobs.values()
  const work = async () => {
    for (const job of left) job.outcome = await run(job.page, job.timeout)
  }
  await Promise.all(Array.from({ length: abreast }, work))
}
