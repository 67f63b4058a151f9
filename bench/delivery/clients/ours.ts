import { randomBytes } from 'node:crypto'
import { WebSocket } from 'ws'
import { createTally } from '../tally.ts'
import type { Up } from '../setup.ts'
import type { Client, ClientSetup } from './client.ts'

/** Silence, in ms, after which it pings, and after which the link is given up. */
const PING_AFTER = 1_000
const DEAD_AFTER = 3_000
/** The most numbered messages in flight. */
const WINDOW = 256

/** A client of heartbeat.v1, written from the page of the protocol. */
export function connectOurs({ id, port, onEffect, onTold }: ClientSetup): Client {
  const session = randomBytes(16).toString('base64url')
  const auth = onEffect ? 'auditor' : id
  const feed = createTally()
  const inFlight: { readonly number: number; readonly text: string }[] = []
  let socket: WebSocket
  let position: [epoch: string, number: number] | undefined
  let next = 1
  let transmitted = 0
  let openings = 0
  let reopenings = 0
  let recovered = 0
  let unconfirmed = 0
  let isOpen = false
  let isStopped = false
  let heardAt = 0
  let retry: NodeJS.Timeout | undefined

  const watch = setInterval(() => {
    const silent = performance.now() - heardAt
    if (silent > DEAD_AFTER) socket.terminate()
    else if (isOpen && silent > PING_AFTER) socket.send('ping')
  }, PING_AFTER)

  function open(): void {
    heardAt = performance.now()
    const own = new WebSocket(`ws://127.0.0.1:${port}`, 'heartbeat.v1', {
      perMessageDeflate: false,
    })
    socket = own
    own.on('error', () => {})
    own.on('open', () => {
      const first = inFlight[0]?.number ?? next
      own.send(JSON.stringify({ hello: [session, ++openings], at: position, first, auth }))
    })
    own.on('message', (data) => receive(String(data)))
    own.on('close', () => {
      isOpen = false
      if (!isStopped) retry = setTimeout(open, 20 + Math.random() * 100)
    })
  }

  function receive(frame: string): void {
    heardAt = performance.now()
    if (frame.startsWith('{')) return control(JSON.parse(frame))
    const space = frame.indexOf(' ')
    const number = Number(frame.slice(0, space))
    if (number <= position![1]) return
    position = [position![0], number]
    const message: unknown = JSON.parse(frame.slice(space + 1))
    if (onEffect) onEffect(message as Up)
    else feed.receive(message as number)
  }

  function control(frame: any): void {
    if (frame.welcome) welcome(frame)
    if (frame.ack !== undefined) confirm(frame.ack)
    if (frame.at > position![1]) position = [position![0], frame.at]
  }

  function welcome(frame: any): void {
    const isFirst = position === undefined
    if (!isFirst) reopenings++
    if (frame.recovered) recovered++
    else if (!isFirst) {
      feed.tell()
      onTold?.()
    }
    position = frame.welcome
    transmitted = 0
    isOpen = true
    if (frame.in === null) unconfirmed += inFlight.splice(0).length
    else confirm(frame.in)
    transmit()
  }

  function confirm(upTo: number): void {
    while (inFlight[0] && inFlight[0].number <= upTo) {
      inFlight.shift()
      transmitted = Math.max(0, transmitted - 1)
    }
    if (isOpen) transmit()
  }

  function transmit(): void {
    while (transmitted < Math.min(WINDOW, inFlight.length)) {
      const { number, text } = inFlight[transmitted++]!
      socket.send(`${number} ${text}`)
    }
  }

  open()
  return {
    id,
    feed,
    get reopenings() {
      return reopenings
    },
    get recovered() {
      return recovered
    },
    get isOpen() {
      return isOpen
    },
    get inFlight() {
      return inFlight.length
    },
    get unconfirmed() {
      return unconfirmed
    },
    send(up) {
      inFlight.push({ number: next++, text: JSON.stringify(up) })
      if (isOpen) transmit()
    },
    stop() {
      isStopped = true
      clearInterval(watch)
      clearTimeout(retry)
      socket.terminate()
    },
  }
}
