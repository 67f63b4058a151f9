/** What the charts show, in seconds. */
export const SHOWN = 300

const MAX = 1_200

/** The newest values over time, bounded; `null` is a gap in the line. */
export class Samples {
  /** In epoch seconds. */
  readonly times: number[] = []
  readonly values: (number | null)[] = []

  add(at: number, value: number | null): void {
    this.times.push(at / 1_000)
    this.values.push(value)
    const old = this.times.findIndex((time) => time >= at / 1_000 - SHOWN)
    const surplus = Math.max(old, this.times.length - MAX)
    if (surplus === 0) return
    this.times.splice(0, surplus)
    this.values.splice(0, surplus)
  }

  /** Ends the line here, unless it has ended already. */
  break(at: number): void {
    if (this.values.length > 0 && this.values.at(-1) !== null) this.add(at, null)
  }

  /** The values that are there, ascending. */
  sorted(): number[] {
    return this.values.filter((value) => value !== null).sort((one, other) => one - other)
  }
}
