import { Lab, labProblem } from '../../../bench/faults/support/lab.ts'

/**
 * A network of our own, or `null` where the system allows none: then it is named on the console. In
 * CI root must have one, unless even root may not (in most containers).
 */
export function createTestLab(): Lab | null {
  const problem = labProblem()
  if (problem === null) return Lab.create()
  const isRoot = process.getuid?.() === 0
  if (process.env.CI === 'true' && isRoot && !/not permitted/.test(problem))
    throw new Error(problem)
  console.log(`Left out: a network of our own (${problem})`)
  return null
}
