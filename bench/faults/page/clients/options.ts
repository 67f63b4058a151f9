import type { Pace } from './client.ts'

/** Options of a connection, as far as they can be sent into a page. */
export interface OwnOptions {
  readonly heartbeat?: { interval?: number; timeout?: number; idleOnly?: boolean }
  readonly connectTimeout?: number
  readonly reconnect?: { spread?: number; minDelay?: number; maxDelay?: number }
  readonly outbox?: { resend?: boolean }
  readonly workerTimers?: boolean
}

export function optionsFor({
  interval,
  timeout,
  connectTimeout,
  delay,
  maxDelay,
}: Pace): OwnOptions {
  return {
    heartbeat: { interval, timeout },
    connectTimeout,
    reconnect: { spread: delay, minDelay: delay, maxDelay },
  }
}
