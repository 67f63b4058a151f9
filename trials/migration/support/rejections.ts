/**
 * What was rejected and not caught while `action` ran; the test runner would take it for its own
 * failure.
 */
export async function takeRejections(action: () => Promise<void>): Promise<unknown[]> {
  const taken: unknown[] = []
  const usual = process.listeners('unhandledRejection')
  const take = (reason: unknown): void => void taken.push(reason)
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', take)
  try {
    await action()
  } finally {
    process.off('unhandledRejection', take)
    for (const listener of usual) process.on('unhandledRejection', listener)
  }
  return taken
}
