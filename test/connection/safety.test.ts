import { describe, expect, it } from 'vitest'
import { setUp, setUpOpen, type Kit } from './support/set-up.ts'
import { LEGAL, storm } from './support/storm.ts'

const seeds = Array.from({ length: 40 }, (_, index) => index + 1)
const STEPS = 80

/** Sockets that nobody has told to close. */
const untold = ({ server }: Kit): number =>
  server.connections.filter(({ readyState, closeCode }) => readyState < 2 && closeCode === null)
    .length

describe('I1: at most one socket that was not yet told to close, and one dial', () => {
  it.each(seeds)('in storm %d', async (seed) => {
    let most = 0

    await storm({ seed, steps: STEPS, check: (kit) => (most = Math.max(most, untold(kit))) })

    expect(most).toBe(1)
  })

  it('when reconnect() is called in a row', () => {
    const kit = setUpOpen()

    for (let call = 0; call < 5; call++) kit.connection.reconnect()

    expect(untold(kit)).toBe(1)
  })
})

describe('I2: nothing from an ended link reaches a listener', () => {
  it.each(seeds)('in storm %d', async (seed) => {
    const kit = await storm({ seed, steps: STEPS, check: () => {} })
    const old = kit.server.connections.filter(({ closeCode }) => closeCode !== null)
    kit.told.clear()

    for (const link of old) {
      for (const type of ['open', 'message', 'error', 'close'] as const) {
        link.emit(type, { data: '"ghost"' })
      }
    }

    expect(old.length).toBeGreaterThan(0)
    expect(kit.told.entries).toEqual([])
  })
})

describe('I3: only legal transitions, told in order', () => {
  it.each(seeds)('in storm %d', async (seed) => {
    const { told, connection } = await storm({ seed, steps: STEPS, check: () => {} })

    const changes = told.of('status').map((change) => change!)
    const illegal = changes.filter(({ previous, status }) => !LEGAL[previous].includes(status))
    const torn = changes.filter(
      ({ previous }, index) => index > 0 && previous !== changes[index - 1]!.status,
    )

    expect(illegal).toEqual([])
    expect(torn).toEqual([])
    expect(changes.at(-1)!.status).toBe(connection.status)
  })

  it('tells each change once, and each end once', async () => {
    const { told } = await storm({ seed: 99, steps: STEPS, check: () => {} })

    const ends = told.of('status').filter((change) => change!.close !== undefined)

    expect(told.of('close')).toEqual(ends.map((change) => change!.close))
  })
})

describe('I4: after close() or dispose() no dial, timer or listener is left', () => {
  it.each(seeds)('in storm %d', async (seed) => {
    const kit = await storm({ seed, steps: STEPS, check: () => {} })
    const { connection, timers, page, server } = kit

    if (seed % 2 === 0) connection.close()
    else connection.dispose()
    const { length } = server.connections
    await timers.advance(600_000)

    expect([timers.pending, page.listeners, untold(kit)]).toEqual([0, 0, 0])
    expect(server.connections).toHaveLength(length)
  })
})

describe('I5: each send has exactly one outcome', () => {
  it.each(seeds)('in storm %d', async (seed) => {
    const kit = await storm({ seed, steps: STEPS, check: () => {} })

    kit.connection.close()
    const numbers = [
      ...kit.told.of('sent').map((message) => message.step as number),
      ...kit.told.of('drop').map((drop) => drop!.data.step as number),
    ]

    expect(Array.from(numbers).sort((a, b) => a - b)).toEqual(
      Array.from({ length: STEPS }, (_, index) => index),
    )
  })

  it('and nothing goes over the wire twice', async () => {
    const { server } = await storm({ seed: 5, steps: 200, check: () => {} })
    const sent = server.connections.flatMap((link) => link.sent).filter((data) => data !== 'ping')

    expect(new Set(sent).size).toBe(sent.length)
    expect(sent.length).toBeGreaterThan(20)
  })
})

describe('I6: messages stay in order, over reconnects too', () => {
  it.each(seeds)('in storm %d', async (seed) => {
    const { server } = await storm({ seed, steps: STEPS, check: () => {} })

    const sent = server.connections.flatMap((link) => link.sent).filter((data) => data !== 'ping')
    const numbers = sent.map((data) => JSON.parse(String(data)).step as number)

    expect(numbers).toEqual(Array.from(numbers).sort((a, b) => a - b))
  })

  it('received ones, too', async () => {
    const { server, told, timers } = setUpOpen()

    for (let index = 0; index < 50; index++) {
      server.send(index)
      if (index % 10 === 9) {
        server.drop()
        await timers.advance(30_000)
      }
    }

    expect(told.of('message')).toEqual(Array.from({ length: 50 }, (_, index) => index))
  })
})

describe('I7: the outbox stays within its bounds', () => {
  it.each(seeds.slice(0, 10))('in storm %d', async (seed) => {
    let most = 0
    const options = { outbox: { maxMessages: 7 } }
    const check = ({ connection }: Kit): void => void (most = Math.max(most, connection.queued))

    await storm({ seed, steps: STEPS, options, check })

    expect(most).toBeLessThanOrEqual(7)
  })
})

describe('I8: each delay lies within its stated range', () => {
  it.each(seeds)('in storm %d', async (seed) => {
    const { told } = await storm({ seed, steps: STEPS, check: () => {} })

    const waits = told
      .of('status')
      .map((change) => change!.retryIn)
      .filter((delay) => delay !== undefined)

    expect(Math.min(...waits, 0)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...waits, 0)).toBeLessThanOrEqual(30_000)
  })
})

describe('I9: no dial while closed, failed, or suspended before retryAt', () => {
  it.each(['closed', 'failed', 'hidden', 'frozen'])('%s', async (state) => {
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

  it('suspended by offline', async () => {
    const { connection, server, page, timers } = setUpOpen()
    page.online = false
    server.drop()
    const wait = connection.retryAt! - timers.now()

    await timers.advance(wait - 1)

    expect(wait).toBeGreaterThan(7_000)
    expect(server.connections).toHaveLength(1)
  })

  it('offline again and again: one dial per retryAt', async () => {
    const { server, page, timers } = setUp()
    page.online = false
    server.refuse()

    await timers.advance(10 * 18_750)

    expect(server.connections).toHaveLength(11)
  })
})
