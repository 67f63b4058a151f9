type Hop = (done: () => void) => void

// Captured once: a test may fake the globals later. A `clock` marks one that is already faked.
const { setImmediate } = globalThis as { setImmediate?: Hop & { clock?: unknown } }
const hop: Hop = setImmediate && !setImmediate.clock ? setImmediate : hopByMessage

/**
 * Resolves when all microtasks have run, however long their chains are: a hop to the next real
 * macrotask, whatever timers a test has faked.
 */
export function settle(): Promise<void> {
  return new Promise((resolve) => hop(resolve))
}

function hopByMessage(done: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    // An open port keeps a Node process alive.
    port1.close()
    done()
  }
  port2.postMessage(null)
}
