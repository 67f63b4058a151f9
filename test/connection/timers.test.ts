import { describe, expect, it } from 'vitest'
import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import { setUpOpen, WAIT, type Kit } from './support/set-up.ts'
import { counting } from './support/timers.ts'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'

/** An open kit and the delays of the timers that its connection has set since. */
function setUpCounted(options: Partial<SocketOptions> = {}): Kit & { delays: number[] } {
  const timers = createFakeTimers()
  const { timer, delays } = counting(timers)
  const kit = setUpOpen({ ...options, timer }, { timers })
  delays.length = 0
  return Object.assign(Object.create(kit) as Kit, { timers, delays })
}

async function flood({ server, timers }: Kit, seconds: number): Promise<void> {
  for (let tick = 0; tick < seconds * 10; tick++) {
    server.send({ news: 1 })
    await timers.advance(100)
  }
}

describe('timers set', () => {
  it('are at most two per heartbeat when idle', async () => {
    const kit = setUpCounted()

    await kit.timers.advance(100 * WAIT)

    expect(kit.server.pings).toHaveLength(100)
    expect(kit.delays.length).toBeLessThanOrEqual(200)
  })

  it.each([{ idleOnly: true }, { idleOnly: false }, { message: null }])(
    'are at most two per interval under a flood, %j',
    async (heartbeat) => {
      const kit = setUpCounted({ heartbeat })

      await flood(kit, 20 * 13.5)

      expect(kit.delays.length).toBeLessThanOrEqual(40)
    },
  )

  it('are none for a thousand messages within an interval', () => {
    const { server, connection, delays } = setUpCounted()

    for (let index = 0; index < 1_000; index++) server.send({ news: 1 })

    expect(connection.received).toBe(1_000)
    expect(delays).toEqual([])
  })

  it('are one for all messages sent until the ping that asks for their receipt', () => {
    const { connection, delays } = setUpCounted()

    for (let index = 0; index < 400; index++) connection.send('news')

    expect(delays).toEqual([5_000])
  })

  it('are at most three per receipt ping while messages go out, two of which a ping takes', async () => {
    const kit = setUpCounted()

    for (let second = 0; second < 300; second++) {
      kit.connection.send('news')
      await kit.timers.advance(1_000)
    }

    expect(kit.server.pings).toHaveLength(60)
    expect(kit.delays.length).toBeLessThanOrEqual(3 * 60)
  })

  it('are none for messages sent without receipts', () => {
    const { connection, delays } = setUpCounted({ heartbeat: { receipts: false } })

    for (let index = 0; index < 1_000; index++) connection.send('news')

    expect(delays).toEqual([])
  })

  it('are none for messages queued', () => {
    const { connection, server, delays } = setUpCounted()
    server.drop()
    delays.length = 0

    for (let index = 0; index < 2_000; index++) connection.send('news')

    expect(delays).toEqual([])
  })
})

describe('the heartbeat timer', () => {
  it('is armed anew from the receive callback by the first message after it fired', async () => {
    const { server, timers, delays } = setUpCounted()
    for (let second = 0; second < 15; second++) {
      await timers.advance(1_000)
      if (second < 14) server.send({ news: 1 })
    }
    delays.length = 0

    server.send('first')
    const byFirst = delays.length
    server.send('second')

    expect([byFirst, delays.length]).toEqual([1, 1])
  })

  it('is armed from the receive callback at most once an interval', async () => {
    const kit = setUpCounted()
    let armed = 0

    for (let tick = 0; tick < 1_500; tick++) {
      const before = kit.delays.length
      kit.server.send({ news: 1 })
      armed += kit.delays.length - before
      await kit.timers.advance(100)
    }

    expect(armed).toBeGreaterThan(0)
    expect(armed).toBeLessThanOrEqual(10)
  })

  it('is armed by the pong, not only by itself, when nothing else comes', async () => {
    const kit = setUpCounted()
    await kit.timers.advance(WAIT - 1)
    kit.server.goSilent(kit.link)
    await kit.timers.advance(1)
    kit.delays.length = 0

    kit.link.emit('message', { data: 'pong' })

    expect(kit.delays).toEqual([WAIT])
  })
})
