import { describe } from 'vitest'
import { PACE } from '../../bench/faults/support/pace.ts'
import { testLosses } from '../faults/support/losses.ts'

describe('200 messages, 4 cuts', () => {
  testLosses({
    clients: ['this package', 'this package, outbox.resend'],
    pace: PACE,
    messages: 200,
    cuts: 4,
    gap: 2_000,
  })
})
