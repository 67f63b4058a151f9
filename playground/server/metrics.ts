import { cpus, freemem, loadavg, totalmem } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** One message of the feed. Memory in bytes, times in ms. */
export interface Metrics {
  type: 'metrics'
  /** Counts up from 1 with each start of the server. */
  id: number
  /** Epoch ms. */
  at: number
  machine: {
    /** Load averages over 1, 5 and 15 minutes; zeros on Windows. */
    load: [number, number, number]
    cores: number
    memory: { total: number; free: number }
  }
  process: {
    memory: { rss: number; heapTotal: number; heapUsed: number }
    /** Processor time since the last reading, as a share of one core. */
    cpu: number
    /** How late the event loop's timers were since the last reading. */
    delay: { mean: number; max: number }
    /** Seconds. */
    uptime: number
  }
}

export interface Meter {
  read(): Metrics
  stop(): void
}

const RESOLUTION = 10

/** Reads the figures of this machine and this process. */
export function createMeter(): Meter {
  const cores = cpus().length
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION })
  let id = 0
  let readAt = performance.now()
  let usage = process.cpuUsage()
  delays.enable()

  return {
    read() {
      const elapsed = performance.now() - readAt
      const { user, system } = process.cpuUsage(usage)
      const delay = { mean: lateness(delays.mean), max: lateness(delays.max) }
      const { rss, heapTotal, heapUsed } = process.memoryUsage()

      readAt = performance.now()
      usage = process.cpuUsage()
      delays.reset()
      return {
        type: 'metrics',
        id: ++id,
        at: Date.now(),
        machine: {
          load: loadavg() as [number, number, number],
          cores,
          memory: { total: totalmem(), free: freemem() },
        },
        process: {
          memory: { rss, heapTotal, heapUsed },
          cpu: elapsed > 0 ? round((user + system) / 1000 / elapsed) : 0,
          delay,
          uptime: round(process.uptime()),
        },
      }
    },
    stop() {
      delays.disable()
    },
  }
}

// The histogram counts the timer's own interval; without a sample its mean is NaN.
function lateness(nanoseconds: number): number {
  return Number.isNaN(nanoseconds) ? 0 : Math.max(0, round(nanoseconds / 1e6 - RESOLUTION))
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
