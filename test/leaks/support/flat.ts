/** By how much readings have grown, as a share: the median of their last third over the first. */
export function growthOf(readings: readonly number[]): number {
  const third = Math.floor(readings.length / 3)
  return median(readings.slice(-third)) / median(readings.slice(0, third)) - 1
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}
