import PartySocket from 'partysocket/ws'
import ReconnectingWebSocket from 'reconnecting-websocket'
import type { Journal } from '../journal.ts'
import type { Client, Pace } from './client.ts'

/** What both offer. */
interface Reconnecting {
  readonly readyState: number
  readonly bufferedAmount: number
  send(text: string): void
  reconnect(): void
  addEventListener(type: 'open' | 'close', listener: () => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

export function startReconnectingWebSocket(
  url: string,
  pace: Pace | null,
  journal: Journal,
): Client {
  return watch(new ReconnectingWebSocket(url, [], pace ? optionsFor(pace) : {}), pace, journal)
}

export function startPartySocket(url: string, pace: Pace | null, journal: Journal): Client {
  return watch(new PartySocket(url, [], pace ? optionsFor(pace) : {}), pace, journal)
}

function optionsFor({ connectTimeout, delay, maxDelay }: Pace) {
  return {
    connectionTimeout: connectTimeout,
    minReconnectionDelay: delay,
    maxReconnectionDelay: maxDelay,
  }
}

function watch(socket: Reconnecting, pace: Pace | null, journal: Journal): Client {
  socket.addEventListener('open', () => journal.opened())
  socket.addEventListener('close', () => journal.lost())
  socket.addEventListener('message', ({ data }) => {
    if (data !== 'pong') journal.heard(data)
  })
  if (pace) keepAlive(socket, pace)
  return {
    send: (text) => socket.send(text),
    isSettled: () => socket.readyState === WebSocket.OPEN && socket.bufferedAmount === 0,
  }
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
