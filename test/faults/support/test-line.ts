import { onTestFinished } from 'vitest'
import { startLine, type Line } from '../../../bench/faults/support/line.ts'

/** The same, until the test is over. */
export async function lineOfTest(): Promise<Line> {
  const line = await startLine()
  onTestFinished(() => line.close())
  return line
}
