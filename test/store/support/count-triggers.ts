import { onTestFinished } from 'vitest'
import { effect, stop } from 'vue'

/** Counts how often the readers of what `read` reads are triggered. */
export function countTriggers(read: () => unknown): { readonly count: number } {
  let count = 0
  const runner = effect(read, {
    scheduler: () => {
      count++
      // Reads anew, so that the next trigger counts too.
      runner()
    },
  })
  onTestFinished(() => stop(runner))
  return {
    get count() {
      return count
    },
  }
}
