import { systemTimers, type TimerService } from '../timers/index.ts'

/** Sets a timeout in the worker, or clears it where there are no milliseconds. */
type Order = [id: number, ms?: number]

/** Obeys orders, and sends back the id of each timeout that is due. */
const SCRIPT = `
const handles = new Map()
onmessage = ({ data: [id, ms] }) => {
  clearTimeout(handles.get(id))
  handles.delete(id)
  if (ms !== undefined) handles.set(id, setTimeout(tick, ms, id))
}
function tick(id) {
  handles.delete(id)
  postMessage(id)
}`

/** The id of the worker's own rest; timeouts are counted from 1. */
const REST = 0

/** How long a worker without timeouts is kept, in ms: a redial must not cost a new one each time. */
const REST_TIME = 1_000

/**
 * Timers that keep their pace in hidden tabs, for the option `timer`: their ticks come from a
 * dedicated worker, which browsers don't throttle. Everything else is as in `systemTimers()`.
 *
 * The worker starts with the first timeout, and ends a second after the last one has fired or was
 * cleared: a connection that is closed or disposed of leaves none. Where no worker can start (on a
 * server, or if a Content Security Policy without `worker-src blob:` forbids it), these are the
 * system's timers. Connections may share one service, and with it one worker.
 */
export function workerTimers(): TimerService {
  const system = systemTimers()
  const pending = new Map<number, { fn: () => void; inPage: unknown }>()
  let lastId = REST
  let worker: TimeoutWorker | null = null
  let canStart = true

  function start(): TimeoutWorker | null {
    if (canStart) worker ??= startWorker(tick, fail)
    canStart &&= worker !== null
    return worker
  }

  function end(): void {
    worker?.end()
    worker = null
  }

  function fail(): void {
    canStart = false
    end()
  }

  function tick(id: number): void {
    if (id !== REST) fire(id)
    else if (pending.size === 0) end()
  }

  function fire(id: number): void {
    const timeout = pending.get(id)
    clear(id)
    timeout?.fn()
  }

  function clear(id: number): void {
    const timeout = pending.get(id)
    if (!timeout) return
    system.clearTimeout(timeout.inPage)
    pending.delete(id)
    worker?.order([id])
    if (pending.size === 0) worker?.order([REST, REST_TIME])
  }

  return {
    ...system,
    // In the page too: whether a worker works shows only in time, if a policy forbids it for one.
    // Whichever tick comes first counts.
    setTimeout(fn, ms) {
      const id = ++lastId
      pending.set(id, { fn, inPage: system.setTimeout(() => fire(id), ms) })
      start()?.order([id, ms])
      return id
    },
    clearTimeout: (handle) => clear(handle as number),
  }
}

interface TimeoutWorker {
  order(order: Order): void
  end(): void
}

/** Returns `null` where there are no workers; `fail` tells of one that turns out not to start. */
function startWorker(tick: (id: number) => void, fail: () => void): TimeoutWorker | null {
  if (!globalThis.Worker) return null
  const url = URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' }))
  try {
    const worker = new Worker(url)
    worker.onmessage = ({ data }: MessageEvent<number>) => tick(data)
    worker.onerror = (event) => {
      event.preventDefault()
      fail()
    }
    return {
      order: (order) => worker.postMessage(order),
      end() {
        worker.terminate()
        URL.revokeObjectURL(url)
      },
    }
  } catch {
    URL.revokeObjectURL(url)
    return null
  }
}
