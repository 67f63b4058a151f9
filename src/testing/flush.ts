type RunLater = (done: () => void) => void

// Captured once, because a test may fake the globals later. Fakes (sinon's) have a `clock`.
const { MessageChannel, setImmediate } = globalThis as {
  MessageChannel: typeof globalThis.MessageChannel
  setImmediate?: RunLater & { clock?: unknown }
}
const nextTask: RunLater = setImmediate && !setImmediate.clock ? setImmediate : postMessageTask

/**
 * Resolves when all microtasks have run, however long their chains are: in the next real task,
 * whatever timers a test has faked.
 */
export function flushMicrotasks(): Promise<void> {
  return new Promise((resolve) => nextTask(resolve))
}

function postMessageTask(done: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    // An open port keeps a Node process alive.
    port1.close()
    done()
  }
  port2.postMessage(null)
}
