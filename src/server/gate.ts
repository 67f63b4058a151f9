/** Lets a number of tasks run at once, and some more wait. */
export interface Gate {
  /** Runs a task in its turn. @throws Error (rejects) when too many wait, or what the task threw */
  run<Result>(task: () => Result | PromiseLike<Result>): Promise<Result>
}

export function createGate(maxRunning: number, maxWaiting: number): Gate {
  const waiting: (() => void)[] = []
  let running = 0

  async function enter(): Promise<void> {
    if (running >= maxRunning) {
      if (waiting.length >= maxWaiting) throw new Error('Too many are waiting.')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
  }

  /** The place passes on to the next one, or becomes free. */
  function leave(): void {
    const next = waiting.shift()
    if (next) next()
    else running--
  }

  return {
    async run(task) {
      await enter()
      try {
        return await task()
      } finally {
        leave()
      }
    },
  }
}
