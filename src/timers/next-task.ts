/** Runs a function in the next task, sooner than a timer may, which hidden pages hold back. */
export interface NextTask {
  request(): void
  close(): void
}

export function createNextTask(fn: () => void): NextTask {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => fn()
  return {
    request: () => port2.postMessage(null),
    close: () => port1.close(),
  }
}
