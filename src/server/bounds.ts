import { socketError } from '../diagnostics.ts'
import { isNumber } from '../protocol/index.ts'

/**
 * An option that bounds something.
 * @throws TypeError when it is no positive integer
 */
export function bound(option: string, value: number | undefined, byDefault: number): number {
  if (value === undefined) return byDefault
  if (isNumber(value) && value > 0) return value
  const expected = 'an integer, 1 or more'
  throw socketError('C0001', { option, value: String(value), expected }, TypeError)
}
