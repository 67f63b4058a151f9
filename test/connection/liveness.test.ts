import { describe, expect, it } from 'vitest'
import { ALMOST_ONE, seeded } from './support/random.ts'
import { setUp, setUpOpen, type Kit } from './support/set-up.ts'
import { calm, storm } from './support/storm.ts'

const seeds = Array.from({ length: 40 }, (_, index) => index + 1)
const STEPS = 60

describe('L1: open again within the greatest delay + connectTimeout once faults stop', () => {
  it.each(seeds)('after storm %d', async (seed) => {
    const options = { reconnect: { shouldReconnect: () => true } }
    const kit = await storm({ seed, steps: STEPS, options, withCalls: false, check: () => {} })

    calm(kit)
    await kit.timers.advance(40_000)

    expect(kit.connection.status).toBe('open')
  })

  it('without a signal of the page, too', async () => {
    const { server, connection, timers } = setUp({ random: () => ALMOST_ONE })
    server.refuse()
    await timers.advance(300_000)

    server.accept()
    await timers.advance(40_000)

    expect(connection.isOpen).toBe(true)
  })
})

describe('L2: never connecting or reconnecting without a socket or a timer', () => {
  it.each(seeds)('in storm %d', async (seed) => {
    let lost = 0
    const check = ({ connection, timers }: Kit): void => {
      const waits = /connecting/.test(connection.status)
      if (waits && timers.pending === 0) lost++
    }

    await storm({ seed, steps: STEPS, check })

    expect(lost).toBe(0)
  })

  it.each(seeds.slice(0, 20))('and open with a heartbeat has one, in storm %d', async (seed) => {
    let lost = 0
    const check = ({ connection, timers }: Kit): void => {
      if (connection.isOpen && timers.pending === 0) lost++
    }

    await storm({ seed, steps: STEPS, check })

    expect(lost).toBe(0)
  })
})

describe('L3: a half-open link is found within interval + timeout + 1 s', () => {
  it.each(seeds)('wherever it goes silent, seed %d', async (seed) => {
    const random = seeded(seed)
    const { server, told, timers } = setUpOpen({ random })
    await timers.advance(Math.floor(random() * 100_000))
    server.goSilent()

    await timers.advance(26_000)

    expect(told.of('close')[0]?.cause).toBe('heartbeat')
  })

  it.each([1_000, 10_000, 60_000])(
    'and 3·d more where timers are late by d = %d',
    async (throttle) => {
      const { server, told, timers } = setUpOpen()
      await timers.advance(throttle + 100)
      timers.throttle(throttle)
      server.goSilent()

      await timers.advance(26_000 + 3 * throttle)

      expect(told.of('close')[0]?.cause).toBe('heartbeat')
    },
  )
})

describe('L4: a healthy link with late timers is never killed', () => {
  it.each([1_000, 10_000, 60_000, 600_000])('throttled to %d ms', async (throttle) => {
    const { server, connection, timers, told } = setUp({}, { latency: 100 })
    server.accept()
    await timers.advance(500)
    timers.throttle(throttle)

    await timers.advance(50 * Math.max(throttle, 15_000))

    expect(connection.isOpen).toBe(true)
    expect(told.names('close')).toEqual([])
    expect(server.pings.length).toBeGreaterThan(10)
  })

  it.each(seeds)('asleep at random times, seed %d', async (seed) => {
    const random = seeded(seed)
    const { connection, timers, told, page } = setUpOpen({ random })

    for (let time = 0; time < 40; time++) {
      await timers.advance(Math.floor(random() * 20_000))
      await timers.sleep(Math.floor(random() * 120_000))
      if (random() < 0.5) page.emit('visible')
      if (random() < 0.3) connection.send('hello')
    }
    await timers.advance(30_000)

    expect(connection.isOpen).toBe(true)
    expect(told.names('close')).toEqual([])
  })

  it('by sleep in a doubt, or in the second after it', async () => {
    const { server, connection, timers, page, told } = setUp({}, { latency: 100 })
    server.accept()
    await timers.advance(5_000)

    page.emit('visible')
    await timers.sleep(60_000)
    await timers.advance(0)
    await timers.advance(300)

    expect(connection.isOpen).toBe(true)
    expect(told.names('close')).toEqual([])
  })
})

describe('L5: a wake leads to a doubt or a dial in the same task', () => {
  it.each(['online', 'visible', 'resume', 'pageshow'] as const)(
    '%s on an open link',
    async (signal) => {
      const { timers, page, told } = setUpOpen()
      await timers.advance(3_000)

      page.emit(signal)

      expect(told.names('ping')).toEqual(['ping'])
    },
  )

  it.each(['online', 'visible', 'resume', 'pageshow'] as const)(
    '%s while waiting',
    async (signal) => {
      const { timers, page, server } = setUpOpen()
      await timers.advance(3_000)
      server.drop()

      page.emit(signal)

      expect(server.connections).toHaveLength(2)
    },
  )

  it.each(['visible', 'resume', 'pageshow'] as const)('%s after the cache', async (signal) => {
    const { timers, page, server } = setUpOpen()
    page.emit('pagehide')
    await timers.sleep(5_000)

    page.emit(signal)

    expect(server.connections).toHaveLength(2)
  })

  it('on a link that is gone, without a close having come', async () => {
    const { timers, page, server, link } = setUpOpen()
    await timers.advance(3_000)
    link.readyState = 3

    page.emit('visible')

    expect(server.connections).toHaveLength(2)
  })
})
