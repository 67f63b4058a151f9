import type { SocketOptions } from 'vue-heartbeat-socket'
import { times } from './feed.ts'

/** One number among the options, and the patch that sets it. */
export interface OptionField {
  readonly name: string
  readonly unit?: string
  readonly initial: number | undefined
  /** What holds when the field is empty. */
  readonly fallback: string
  patch(value: number | undefined): Partial<SocketOptions>
}

const { heartbeat, reconnect, connectTimeout } = times

export const heartbeatFields: readonly OptionField[] = [
  {
    name: 'interval',
    unit: 'ms',
    initial: heartbeat.interval,
    fallback: '15000',
    patch: (interval) => ({ heartbeat: { interval } }),
  },
  {
    name: 'timeout',
    unit: 'ms',
    initial: heartbeat.timeout,
    fallback: '10000',
    patch: (timeout) => ({ heartbeat: { timeout } }),
  },
]

export const reconnectFields: readonly OptionField[] = [
  {
    name: 'spread',
    unit: 'ms',
    initial: reconnect.spread,
    fallback: '5000',
    patch: (spread) => ({ reconnect: { spread } }),
  },
  {
    name: 'minDelay',
    unit: 'ms',
    initial: reconnect.minDelay,
    fallback: '2000',
    patch: (minDelay) => ({ reconnect: { minDelay } }),
  },
  {
    name: 'maxDelay',
    unit: 'ms',
    initial: reconnect.maxDelay,
    fallback: '30000',
    patch: (maxDelay) => ({ reconnect: { maxDelay } }),
  },
  {
    name: 'factor',
    initial: reconnect.factor,
    fallback: '2',
    patch: (factor) => ({ reconnect: { factor } }),
  },
  {
    name: 'maxAttempts',
    initial: undefined,
    fallback: 'no limit',
    patch: (maxAttempts) => ({ reconnect: { maxAttempts } }),
  },
]

export const connectTimeoutField: OptionField = {
  name: 'connectTimeout',
  unit: 'ms',
  initial: connectTimeout,
  fallback: '10000',
  patch: (value) => ({ connectTimeout: value }),
}
