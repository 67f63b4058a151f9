/**
 * What listeners throw while `action` runs. Node raises that as an uncaught exception of the process,
 * which the test runner would take for its own.
 */
export async function takeUncaught(action: () => void | Promise<void>): Promise<unknown[]> {
  const taken: unknown[] = []
  const take = (error: unknown): void => void taken.push(error)
  const usual = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', take)
  try {
    await action()
    // They are raised at the next tick, that is before the next macrotask.
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    process.off('uncaughtException', take)
    for (const listener of usual) process.on('uncaughtException', listener)
  }
  return taken
}
