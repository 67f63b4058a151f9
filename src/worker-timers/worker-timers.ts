import { systemTimers, type TimerService } from '../timers/index.ts'

/** Sets a timeout in the worker; without milliseconds clears it. */
type Command = [id: number, ms?: number]

/** Executes commands, and sends back the id of each timeout that is due. */
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

/** The id of the timeout after which an unused worker ends; all others count from 1. */
const IDLE = 0

/** How long a worker without timeouts is kept, in ms, so that a retry needn't start another. */
const IDLE_TIME = 1_000

/**
 * Timers that keep their pace in hidden tabs: their ticks come from a dedicated worker, which browsers
 * don't throttle. Pass them in the option `timer`.
 *
 * The worker starts with the first timeout, and ends a second after the last one has fired or was
 * cleared: a connection that is closed or disposed of leaves none. Where no worker can start (on a
 * server, or if a Content Security Policy without `worker-src blob:` forbids it), these are the
 * system's timers. Connections may share one service, and with it one worker.
 */
export function workerTimers(): TimerService {
  const system = systemTimers()
  const pending = new Map<number, { fn: () => void; inPage: unknown }>()
  let lastId = IDLE
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
    if (id !== IDLE) fire(id)
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
    worker?.run([id])
    if (pending.size === 0) worker?.run([IDLE, IDLE_TIME])
  }

  return {
    ...system,
    // A timeout in the page too, because a worker may fail later (a Content Security Policy that
    // forbids it). The first of both ticks counts.
    setTimeout(fn, ms) {
      const id = ++lastId
      pending.set(id, { fn, inPage: system.setTimeout(() => fire(id), ms) })
      start()?.run([id, ms])
      return id
    },
    clearTimeout: (handle) => clear(handle as number),
  }
}

interface TimeoutWorker {
  run(command: Command): void
  end(): void
}

/** Returns `null` where there are no workers; calls `fail` for one that fails later. */
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
      run: (command) => worker.postMessage(command),
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
