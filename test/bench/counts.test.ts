import { expect, it } from 'vitest'
import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { setUpOpen, type Kit } from '../connection/support/set-up.ts'

const FLOOD = 1_000

/** An open kit, and how often its connection has looked at the clock since. */
function setUpWatched(
  options: Partial<SocketOptions> = {},
): Kit & { readonly looks: () => number } {
  const timers = createFakeTimers()
  let looks = 0
  const now = (): number => {
    looks++
    return timers.now()
  }
  const kit = setUpOpen({ ...options, timer: { ...timers, now } }, { timers })
  looks = 0
  return Object.assign(Object.create(kit) as Kit, { looks: () => looks })
}

function flood({ server }: Kit, message: unknown = { news: 1 }): void {
  for (let count = 0; count < FLOOD; count++) server.send(message)
}

it('looks at the clock once a message', () => {
  const kit = setUpWatched()

  flood(kit)

  expect(kit.connection.received).toBe(FLOOD)
  expect(kit.looks()).toBe(FLOOD)
})

it('sends nothing for what it receives', () => {
  const kit = setUpWatched()

  flood(kit)

  expect(kit.server.received).toEqual([])
  expect(kit.server.pings).toEqual([])
})

it('recognises answers to its heartbeat before it decodes', () => {
  const decoded: unknown[] = []
  const decode = (raw: unknown): unknown => decoded.push(raw)
  const kit = setUpWatched({ codec: { encode: String, decode } })

  flood(kit, 'pong')
  flood(kit, 'news')

  expect(decoded).toHaveLength(FLOOD)
  expect(new Set(decoded)).toEqual(new Set(['news']))
})

it('leaves the handlers of the native socket as they are', () => {
  const kit = setUpWatched()
  const { onopen, onmessage, onclose, onerror } = kit.connection.native!

  flood(kit)

  expect(kit.connection.native).toMatchObject({ onopen, onmessage, onclose, onerror })
})
