import { describe, expect, it } from 'vitest'
import { ALMOST_ONE } from './support/random.ts'
import { setUp, setUpOpen } from './support/set-up.ts'

// The simulation holds all invariants at random; these are the cases that it meets rarely or never.

it('I1: reconnect() called in a row leaves one socket that was not told to close', () => {
  const { connection, server } = setUpOpen()

  for (let call = 0; call < 4; call++) connection.reconnect()

  const live = server.connections.filter(({ readyState, closeCode }) => {
    return readyState < 2 && closeCode === null
  })
  expect(live).toHaveLength(1)
})

it('I6: received messages stay in order over reconnects', async () => {
  const { server, recorder, timers } = setUpOpen()

  for (let index = 0; index < 50; index++) {
    server.send(index)
    if (index % 10 === 9) {
      server.drop()
      await timers.advance(30_000)
    }
  }

  expect(recorder.of('message')).toEqual(Array.from({ length: 50 }, (_, index) => index))
})

describe('I9: no attempt', () => {
  it.each(['closed', 'failed', 'hidden', 'frozen'])('while %s', async (state) => {
    const { connection, server, page, timers } = setUpOpen({
      reconnect: { whenHidden: false, ...(state === 'failed' && { maxAttempts: 0 }) },
    })
    if (state === 'closed') connection.close()
    if (state === 'frozen') page.emit('pagehide')
    if (state === 'hidden') page.hide()
    server.drop()

    await timers.advance(3_600_000)

    expect(server.connections).toHaveLength(1)
  })

  it('but one per retryAt while offline', async () => {
    const { server, page, timers } = setUp()
    page.online = false
    server.refuse()

    await timers.advance(10 * 18_750)

    expect(server.connections).toHaveLength(11)
  })
})

it('L1: open again within the greatest delay, without a signal of the page', async () => {
  const { server, connection, timers } = setUp({ random: () => ALMOST_ONE })
  server.refuse()
  await timers.advance(300_000)

  server.accept()
  await timers.advance(40_000)

  expect(connection.isOpen).toBe(true)
})

it.each([0, 1_000, 10_000, 60_000])(
  'L3: a half-open link is found, 3·d later where timers are late by d = %d',
  async (throttle) => {
    const { server, recorder, timers } = setUpOpen()
    await timers.advance(throttle + 100)
    timers.throttle(throttle)
    server.goSilent()

    await timers.advance(26_000 + 3 * throttle)

    expect(recorder.of('close')[0]?.cause).toBe('heartbeat')
  },
)

describe('L4: a healthy link is not killed', () => {
  it.each([1_000, 10_000, 60_000, 600_000])('by timers late by %d ms', async (throttle) => {
    const { server, connection, timers, recorder } = setUp({}, { latency: 100 })
    server.accept()
    await timers.advance(500)
    timers.throttle(throttle)

    await timers.advance(50 * Math.max(throttle, 15_000))

    expect(connection.isOpen).toBe(true)
    expect(recorder.names('close')).toEqual([])
    expect(server.pings.length).toBeGreaterThan(10)
  })

  it('by sleep while it is suspected, or in the second after it', async () => {
    const { server, connection, timers, page, recorder } = setUp({}, { latency: 100 })
    server.accept()
    await timers.advance(5_000)

    page.emit('visible')
    await timers.sleep(60_000)
    await timers.advance(0)
    await timers.advance(300)

    expect(connection.isOpen).toBe(true)
    expect(recorder.names('close')).toEqual([])
  })
})
