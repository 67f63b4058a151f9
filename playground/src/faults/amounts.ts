import type { FaultId } from './fault-ids.ts'

/** The faults that are as large as one says, and what their fields start with. */
export const amounts = {
  'told.restart': { unit: 'ms', initial: 3_000, max: 60_000 },
  'attempts.handshake': { unit: 'ms', initial: 6_000, max: 60_000 },
  'load.delay': { unit: 'ms', initial: 1_000, max: 60_000 },
  'load.flood': { unit: '/s', initial: 5_000, max: 100_000 },
} as const satisfies Partial<Record<FaultId, { unit: string; initial: number; max: number }>>

export type AmountId = keyof typeof amounts

export const amountIds = Object.keys(amounts) as AmountId[]

/** The number that a field holds, or `null` where it doesn't fit. */
export function amountIn(text: string, max: number): number | null {
  const value = Number(text)
  const fits = text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= max
  return fits ? value : null
}
