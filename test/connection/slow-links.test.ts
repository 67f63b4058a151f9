import { describe, expect, it } from 'vitest'
import { takeWarnings } from '../support/console.ts'
import { setUpOpen, setUpPinged, TIMEOUT, WAIT, type Kit } from './support/set-up.ts'

/** A fixed short delay, so that only the lives of the links count. */
const reconnect = { delay: () => 100 }

/** Goes on to the next opening, then to its ping; returns how long the link outlives that. */
async function measureTimeout({ timers, connection, recorder }: Kit): Promise<number> {
  while (!connection.isOpen) await timers.advance(100)
  const pings = recorder.of('ping').length
  while (recorder.of('ping').length === pings) await timers.advance(100)
  const start = timers.now()
  while (connection.isOpen) await timers.advance(100)
  return timers.now() - start
}

describe('after a death by heartbeat', () => {
  it('the timeout of the next link is doubled, to at most a minute', async () => {
    const kit = setUpOpen({ reconnect }, { pong: null })

    const timeouts = []
    for (let link = 0; link < 5; link++) timeouts.push(await measureTimeout(kit))

    expect(timeouts).toEqual([10_000, 20_000, 40_000, 60_000, 60_000])
    expect(takeWarnings()).toHaveLength(1)
  })

  it('a stable opening alone does not bring the option back', async () => {
    const kit = setUpOpen({ reconnect }, { pong: null })
    for (let link = 0; link < 3; link++) await measureTimeout(kit)
    expect(takeWarnings()).toHaveLength(1)
    while (!kit.connection.isOpen) await kit.timers.advance(100)
    await kit.timers.advance(10_000)
    kit.server.send({ news: 1 })
    expect(kit.connection.attempts).toBe(0)

    kit.server.drop()
    const timeout = await measureTimeout(kit)

    expect(timeout).toBe(60_000)
  })

  it('ten minutes of one link bring the option back', async () => {
    const kit = setUpOpen({ reconnect }, { pong: null })
    await measureTimeout(kit)
    while (!kit.connection.isOpen) await kit.timers.advance(100)
    for (let second = 0; second < 620; second += 10) {
      await kit.timers.advance(10_000)
      kit.server.send({ second })
    }

    kit.server.drop()
    const timeout = await measureTimeout(kit)

    expect(timeout).toBe(10_000)
  })

  it('connect() brings the option back', async () => {
    const kit = setUpOpen({ reconnect }, { pong: null })
    await measureTimeout(kit)

    kit.connection.close()
    kit.connection.connect()
    const timeout = await measureTimeout(kit)

    expect(timeout).toBe(10_000)
  })

  it('an opening at which a ping goes out at once does not bring the option back', async () => {
    const kit = await setUpPinged({ reconnect, outbox: { maxMessages: 2 } })
    await kit.timers.advance(TIMEOUT)
    kit.connection.send('half of the bounds')
    while (!kit.connection.isOpen) await kit.timers.advance(100)
    kit.server.send('pong')

    expect(await measureTimeout(kit)).toBe(2 * TIMEOUT)
  })

  it('other ends change nothing', async () => {
    const kit = setUpOpen({ reconnect }, { pong: null })
    kit.server.close(1011)

    expect(await measureTimeout(kit)).toBe(10_000)
  })
})

describe('a ping behind bufferedAmount', () => {
  it('has four times timeout', async () => {
    const { timers, recorder, link } = setUpOpen({}, { pong: null })
    link.bufferedAmount = 5_000_000
    await timers.advance(WAIT)

    await timers.advance(4 * TIMEOUT - 1)
    expect(recorder.of('close')).toEqual([])
    await timers.advance(1)

    expect(recorder.of('close')).toMatchObject([{ cause: 'heartbeat' }])
  })

  it('has as much when the page raised a suspicion', async () => {
    const { timers, recorder, link, page } = setUpOpen({}, { pong: null })
    await timers.advance(2_000)
    link.bufferedAmount = 5_000_000

    page.emit('visible')
    await timers.advance(4 * TIMEOUT - 1)

    expect(recorder.of('close')).toEqual([])
  })
})

describe('ten minutes of a link', () => {
  it('make no deadline late that was set for a longer timeout', async () => {
    const heartbeat = { message: null, interval: 15_000, timeout: 10_000 }
    const kit = setUpOpen({ reconnect, heartbeat })
    await kit.timers.advance(26_000)
    expect(kit.recorder.of('close')).toMatchObject([{ cause: 'heartbeat' }])
    kit.recorder.clear()

    for (let second = 0; second < 570; second += 10) {
      await kit.timers.advance(10_000)
      kit.server.send({ second })
    }
    await kit.timers.advance(60_000)

    expect(kit.recorder.of('close')).toMatchObject([{ cause: 'heartbeat' }])
    expect(kit.recorder.of('suspect')).toEqual([])
  })
})
