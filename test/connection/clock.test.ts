import { describe, expect, it } from 'vitest'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { createFakeTimers, type FakeServerOptions } from 'vue-heartbeat-socket/testing'
import { setUp, TIMEOUT, WAIT, type Kit } from './support/set-up.ts'
import { counting, stepping } from './support/timers.ts'

const HOUR = 3_600_000

/** A kit whose wall clock can be stepped. */
function setUpStepping(
  options: Partial<SocketOptions> = {},
  serverOptions: Partial<FakeServerOptions> = {},
): Kit & { step(ms: number): void } {
  const timers = createFakeTimers()
  const { timer, step } = stepping(timers)
  const kit = setUp({ ...options, timer }, { timers, ...serverOptions })
  return Object.assign(Object.create(kit) as Kit, { timers, step })
}

describe('a wall clock that steps back', () => {
  it('makes the latency unknown', async () => {
    const { server, timers, recorder, step } = setUpStepping({}, { latency: 100 })
    server.accept()
    await timers.advance(200)
    while (recorder.of('ping').length === 0) await timers.advance(100)

    step(-HOUR)
    await timers.advance(200)

    expect(recorder.of('heartbeat')).toEqual([{ latency: null }])
  })

  it('does not hide a dead link for an hour', async () => {
    const { server, timers, connection, step } = setUpStepping()
    server.accept()
    server.goSilent()
    await timers.advance(5_000)

    step(-HOUR)
    await timers.advance(2 * WAIT + TIMEOUT)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('does not hide a ping that no one answers', async () => {
    const { server, timers, connection, step } = setUpStepping({}, { pong: null })
    server.accept()
    await timers.advance(WAIT + 5_000)

    step(-HOUR)
    await timers.advance(2 * TIMEOUT)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('does not kill a healthy link', async () => {
    const { server, timers, connection, step, recorder } = setUpStepping({}, { latency: 50 })
    server.accept()

    for (let time = 0; time < 20; time++) {
      await timers.advance(7_000)
      step(-HOUR)
    }

    expect(connection.isOpen).toBe(true)
    expect(recorder.names('close')).toEqual([])
  })

  it('does not make a wake attempt an hour later', async () => {
    const { server, page, timers, step, connection } = setUpStepping()
    await timers.advance(5_000)
    server.refuse()
    server.goSilent()

    step(-HOUR)
    page.emit('visible')
    await timers.advance(2_500)

    expect(server.connections).toHaveLength(2)
    expect(connection.status).toBe('reconnecting')
  })

  it('does not put off stability by an hour', async () => {
    const { server, timers, step, connection } = setUpStepping()
    server.accept()

    step(-HOUR)
    server.send({ n: 1 })
    await timers.advance(10_000)
    server.send({ n: 2 })

    expect(connection.attempts).toBe(0)
  })

  it('does not keep a message in the outbox beyond maxAge', async () => {
    const { server, timers, step, connection, recorder } = setUpStepping({ connectTimeout: HOUR })
    connection.send('a')
    step(-HOUR)
    connection.send('b')

    await timers.advance(60_001)
    server.accept()

    expect(recorder.of('drop').map((drop) => drop!.data)).toEqual(['a', 'b'])
    expect(server.received).toEqual([])
  })

  it('lets a suspicion run its time from now', async () => {
    const { server, page, timers, step, connection } = setUpStepping({}, { pong: null })
    server.accept()
    await timers.advance(2_000)
    page.emit('visible')
    await timers.advance(1_000)

    step(-HOUR)
    await timers.advance(10_000)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('does not put the heartbeat to sleep with a pong on its way', async () => {
    const { server, timers, recorder, step } = setUpStepping({}, { latency: 50 })
    server.accept()
    await timers.advance(200)
    while (server.pings.length === 0) await timers.advance(10)

    step(-HOUR)
    await timers.advance(100)
    server.goSilent()
    await timers.advance(2 * (WAIT + TIMEOUT))

    expect(recorder.of('close')[0]).toMatchObject({ cause: 'heartbeat' })
  })

  it('does not make a wait that is frozen last an hour', async () => {
    const { server, page, timers, step } = setUpStepping()
    server.refuse()

    step(-HOUR)
    page.emit('freeze')
    await timers.advance(60_000)

    expect(server.connections.length).toBeGreaterThan(1)
  })
})

describe('the heartbeat timer', () => {
  it('is still armed from the receive callback after the wall clock has stepped back', async () => {
    const timers = createFakeTimers()
    const { timer, step } = stepping(timers)
    const { timer: counted, delays } = counting(timer)
    const { server } = setUp({ timer: counted }, { timers })
    server.accept()
    step(-HOUR)
    let armed = 0

    for (let tick = 0; tick < 600; tick++) {
      const before = delays.length
      server.send({ news: 1 })
      armed += delays.length - before
      await timers.advance(100)
    }

    expect(armed).toBeGreaterThan(0)
  })
})

describe('a wall clock that steps ahead', () => {
  it('kills no link: it looks like sleep', async () => {
    const { server, timers, connection, step, recorder } = setUpStepping({}, { latency: 50 })
    server.accept()

    for (let time = 0; time < 20; time++) {
      await timers.advance(7_000)
      step(HOUR)
    }
    await timers.advance(1_000)

    expect(connection.isOpen).toBe(true)
    expect(recorder.names('close')).toEqual([])
  })
})

describe('openedAt', () => {
  it('is a time of the timer service', () => {
    const { server, connection, step, timers } = setUpStepping()
    step(-HOUR)

    server.accept()

    expect(connection.openedAt).toBe(timers.now() - HOUR)
  })
})
