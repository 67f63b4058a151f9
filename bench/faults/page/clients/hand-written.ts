import PartySocket from 'partysocket/ws'
import ReconnectingWebSocket from 'reconnecting-websocket'
import type { Journal } from '../journal.ts'
import type { Pace } from './client.ts'

/** What both offer. */
interface Reconnecting {
  readonly readyState: number
  send(text: string): void
  reconnect(): void
  addEventListener(type: 'open' | 'close', listener: () => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

export function startReconnectingWebSocket(url: string, pace: Pace | null, journal: Journal): void {
  watch(new ReconnectingWebSocket(url, [], pace ? optionsFor(pace) : {}), pace, journal)
}

export function startPartySocket(url: string, pace: Pace | null, journal: Journal): void {
  watch(new PartySocket(url, [], pace ? optionsFor(pace) : {}), pace, journal)
}

function optionsFor({ connectTimeout, delay, maxDelay }: Pace) {
  return {
    connectionTimeout: connectTimeout,
    minReconnectionDelay: delay,
    maxReconnectionDelay: maxDelay,
  }
}

function watch(socket: Reconnecting, pace: Pace | null, journal: Journal): void {
  socket.addEventListener('open', () => journal.opened())
  socket.addEventListener('close', () => journal.lost())
  socket.addEventListener('message', ({ data }) => {
    if (data !== 'pong') journal.heard(data)
  })
  if (pace) keepAlive(socket, pace)
}

/** They have no heartbeat. This is the one that an application would write on top of them. */
function keepAlive(socket: Reconnecting, { interval, timeout }: Pace): void {
  let death: number | undefined

  function calm(): void {
    clearTimeout(death)
    death = undefined
  }

  function beat(): void {
    if (socket.readyState !== WebSocket.OPEN) return
    socket.send('ping')
    death ??= window.setTimeout(() => socket.reconnect(), timeout)
  }

  socket.addEventListener('close', calm)
  socket.addEventListener('message', calm)
  window.setInterval(beat, interval)
}
