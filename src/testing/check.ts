/** @throws TypeError when `ms` is negative, infinite or not a number */
export function checkMs(ms: number, what: string): void {
  if (typeof ms === 'number' && ms >= 0 && ms < Infinity) return
  throw new TypeError(`${what} must be a finite number of milliseconds, 0 or more; got ${ms}`)
}
