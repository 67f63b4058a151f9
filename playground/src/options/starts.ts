import type { SocketOptions } from 'vue-heartbeat-socket'
import type { Service } from '../feed.ts'
import type { Setup } from './setup.ts'
import { begin } from './setups.ts'

/**
 * What the sockets of this page start with. Times are shorter than the library's own, so that one
 * sees things happen. The feed is never silent: with `idleOnly` pings would go out only once it has
 * failed, and there would be no latency to show.
 */
const quick: Setup = {
  connectTimeout: '4000',
  'heartbeat.interval': '3000',
  'heartbeat.timeout': '2000',
  'heartbeat.idleOnly': 'false',
  'reconnect.spread': '1000',
  'reconnect.minDelay': '500',
  'reconnect.maxDelay': '5000',
  'log.size': '10000',
}

/** By the service that they use. */
export const starts: Readonly<Record<Service, Setup>> = {
  feed: { url: 'feed()', ...quick },
  echo: { url: 'echo()', ...quick },
}

/** Options to make a socket of this page with; the link may change some. */
export const optionsFor = (socket: string, service: Service): SocketOptions =>
  begin(socket, starts[service])
