import { describe, expect, it } from 'vitest'
import { setUpOpen, setUpPinged, TIMEOUT, WAIT } from './support/set-up.ts'

describe('a deadline looked at late', () => {
  it('does not kill, but asks once more at once', async () => {
    const { timers, connection, link } = await setUpPinged()
    await timers.sleep(TIMEOUT + 1_000)

    await timers.advance(0)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    expect(link.sent).toEqual(['ping', 'ping'])
  })

  it('kills a second later when it is less than a second late', async () => {
    const { timers, connection, link } = await setUpPinged()
    await timers.sleep(TIMEOUT + 999)

    await timers.advance(999)
    expect(connection.lastClose).toBeNull()
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
    expect(link.sent).toEqual(['ping'])
  })

  it.each([-500, 0, 500, 3_600_000])(
    'kills no link whose data wait behind a look %i ms late',
    async (lateness) => {
      const { timers, connection, server, recorder } = await setUpPinged()
      await timers.sleep(TIMEOUT + lateness)
      await timers.advance(0)

      server.send({ news: 1 })
      await timers.advance(TIMEOUT)

      expect(connection.isOpen).toBe(true)
      expect(recorder.names('close')).toEqual([])
    },
  )

  it('kills in the second look, a second later, where the server beats', async () => {
    const { timers, connection } = setUpOpen({ heartbeat: { message: null } })
    await timers.sleep(25_500)

    await timers.advance(999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('leaves half of a short timeout between the looks', async () => {
    const { timers, connection } = await setUpPinged({ heartbeat: { timeout: 200 } })
    await timers.sleep(700)

    await timers.advance(99)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('makes the link suspected when it is the ping that is late', async () => {
    const { timers, connection, link, server } = setUpOpen()
    server.goSilent()
    await timers.sleep(WAIT + 1_000)

    await timers.advance(0)

    expect(link.sent).toEqual(['ping'])
    expect(connection.send('hello')).toBe('queued')
  })

  it.each([
    ['the timer', true],
    ['send()', false],
  ])('is no suspicion for %s when it is less than a second late', async (_, timerFirst) => {
    const { timers, connection, server } = setUpOpen()
    server.goSilent()
    await timers.sleep(WAIT + 999)

    if (timerFirst) await timers.advance(0)

    expect(connection.send('hello')).toBe('sent')
  })

  it('is seen by send() before the timer gets to it', async () => {
    const { timers, connection, link, server } = setUpOpen()
    server.goSilent()
    await timers.sleep(WAIT + 1_000)

    const result = connection.send('hello')

    expect(result).toBe('queued')
    expect(link.sent).toEqual(['ping'])
  })

  it('ends the link after timeout of further silence, and retries with the usual delay', async () => {
    const { timers, connection } = await setUpPinged()
    await timers.sleep(TIMEOUT + 5_000)
    await timers.advance(0)

    await timers.advance(TIMEOUT - 1)
    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    await timers.advance(1)

    expect(connection.status).toBe('reconnecting')
    expect(connection.retryAt).toBe(timers.now() + 2_500)
  })

  it('is no suspicion with idleOnly: false while data flow', async () => {
    const { timers, connection, server } = setUpOpen({ heartbeat: { idleOnly: false } })
    timers.throttle(60_000)
    const results = new Set<string>()

    for (let time = 0; time < 50; time++) {
      await timers.advance(500)
      server.send({ news: 1 })
      await timers.advance(0)
      results.add(connection.send('hello'))
    }

    expect([...results]).toEqual(['sent'])
  })
})
