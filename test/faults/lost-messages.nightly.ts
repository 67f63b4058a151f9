import { afterAll, describe } from 'vitest'
import { JOB } from '../../bench/faults/measure/losses.ts'
import { testLosses } from './support/losses.ts'

describe('1 000 messages, 20 cuts, beside the peers', () => {
  const counted = testLosses(JOB)

  afterAll(() => console.table(counted))
})
