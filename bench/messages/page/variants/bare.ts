import type { Counter } from '../counter.ts'
import type { Variant } from './variant.ts'

/** A native socket whose handler reads the data and counts. */
export const bare: Variant = (url, counter) => {
  open(url, counter).onmessage = ({ data }) => counter.take(data)
}

/** What a codec that parses has to be held against. */
export const bareJson: Variant = (url, counter) => {
  open(url, counter).onmessage = ({ data }) => {
    counter.take(typeof data === 'string' ? JSON.parse(data) : data)
  }
}

/** The measure for a library that hands on events of its own. */
export const bareNewEvent: Variant = (url, counter) => {
  const target = new EventTarget()
  target.addEventListener('message', (event) => counter.take((event as MessageEvent).data))
  open(url, counter).onmessage = ({ data }) => {
    target.dispatchEvent(new MessageEvent('message', { data }))
  }
}

/** A heartbeat as many pages have it: each message stops two timers and sets one. */
export const heartbeatPage: Variant = (url, counter) => {
  const socket = open(url, counter)
  let silence: number | undefined
  let answer: number | undefined

  function start(): void {
    silence = window.setTimeout(() => {
      socket.send('ping')
      answer = window.setTimeout(() => socket.close(), 10_000)
    }, 15_000)
  }
  socket.onmessage = ({ data }) => {
    clearTimeout(silence)
    clearTimeout(answer)
    start()
    counter.take(data)
  }
}

function open(url: string, counter: Counter): WebSocket {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => counter.ready(socket)
  return socket
}
