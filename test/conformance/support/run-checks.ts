import { CHECKS } from '../checks/index.ts'
import { NO_ANSWER, type Check, type Place, type Plain, type Subject } from './check.ts'
import { Peer, type Addresses } from './peer.ts'
import { createSubject, type Side } from './subjects.ts'

/** What was observed, by the name of the check. */
export type Results = Record<string, Plain>

const PLACE: Place = typeof window === 'undefined' ? 'node' : 'page'

/**
 * How many ms a check may take. That Node's own class never answers is a result too, and a common
 * one; browsers do answer, in their time.
 */
const POLL = { page: 30_000, node: 10_000 }[PLACE]

/**
 * How many checks run at a time: in Node many, lest those without an answer take too long together.
 * Chromium puts off each attempt by up to 5 s while 16 are under way, by less while they are fewer.
 */
const AT_ONCE = { page: 6, node: 32 }[PLACE]

/** Makes all checks that can be made here. */
export async function runChecks(side: Side, addresses: Addresses): Promise<Results> {
  const peer = new Peer(addresses)
  const waiting = CHECKS.filter(({ only = PLACE }) => only === PLACE)
  const results: Results = {}
  const work = async (): Promise<void> => {
    for (let check; (check = waiting.shift());) {
      const { subject, tidyUp } = createSubject(side, peer)
      results[check.name] = await makeCheck(check, subject)
      tidyUp()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return results
}

async function makeCheck({ observe }: Check, subject: Subject): Promise<Plain> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(NO_ANSWER), POLL)
  })
  try {
    const observed = await Promise.race([Promise.resolve(subject).then(observe), deadline])
    // What it holds may go on changing.
    return structuredClone(observed)
  } catch (error) {
    return `failed: ${String(error)}`
  } finally {
    clearTimeout(timer)
  }
}
