import { describe, expect, test } from 'vitest'
import { QUIET, attempt, open, roundTrips, serve } from './fixtures.ts'

describe('faults', () => {
  test('are off at first', async () => {
    const server = await serve()

    expect(server.faults).toEqual({
      silent: false,
      frozen: false,
      refuse: false,
      handshakeDelay: 0,
      delay: 0,
      flood: 0,
      floodPage: null,
    })
  })

  test('stay as they are where they are not named', async () => {
    const server = await serve()

    server.set({ silent: true })
    server.set({ flood: 5 })

    expect(server.faults).toMatchObject({ silent: true, flood: 5 })
  })
})

describe('kill', () => {
  test('resets the connections', async () => {
    const server = await serve()
    const client = attempt(server.url)
    const error = new Promise((resolve) =>
      client.socket.once('upgrade', ({ socket }) => socket.once('error', resolve)),
    )
    await client.opened

    server.kill()

    expect(await error).toMatchObject({ code: 'ECONNRESET' })
    expect((await client.closed).code).toBe(1006)
  })

  test('ends a handshake that hangs', async () => {
    const server = await serve()
    server.set({ handshakeDelay: QUIET })
    const client = attempt(server.url)
    await expect.poll(() => server.attempts).toBe(1)

    server.kill()

    expect((await client.closed).code).toBe(1006)
  })
})

describe('close', () => {
  test('sends its code and reason', async () => {
    const server = await serve()
    const client = await open(server.url)

    server.close(1012, 'restart')

    expect(await client.closed).toEqual({ code: 1012, reason: 'restart' })
  })

  test('throws for a code that a server may not send', async () => {
    const server = await serve()
    await open(server.url)

    expect(() => server.close(1006)).toThrow('valid error code')
  })
})

describe('refuse', () => {
  test('drops new connections and keeps the port open', async () => {
    const server = await serve()
    server.set({ refuse: true })

    await attempt(server.url).closed
    await attempt(server.url).closed

    expect(server.attempts).toBe(2)
    expect(server.accepted).toBe(0)
  })

  test('leaves the connections that are open', async () => {
    const server = await serve()
    const client = await open(server.echoUrl)

    server.set({ refuse: true })
    client.socket.send('still here')

    expect(await client.next()).toBe('still here')
  })
})

describe('handshakeDelay', () => {
  test('answers a handshake that much later', async () => {
    const server = await serve()
    server.set({ handshakeDelay: 200 })

    const start = performance.now()
    await open(server.url)

    // Node's timers may fire a millisecond early.
    expect(performance.now() - start).toBeGreaterThan(198)
  })

  test('holds for a delay that no timer can hold', async () => {
    const server = await serve()
    server.set({ handshakeDelay: Number.MAX_SAFE_INTEGER })

    const client = attempt(server.url)
    await expect.poll(() => server.attempts).toBe(1)
    await roundTrips()

    expect(client.socket.readyState).toBe(client.socket.CONNECTING)
  })

  test('lets the handshakes that hang go when it is shortened', async () => {
    const server = await serve()
    server.set({ handshakeDelay: QUIET })
    const client = attempt(server.url)
    await expect.poll(() => server.attempts).toBe(1)

    server.set({ handshakeDelay: 0 })

    await client.opened
  })

  test('is of no concern to a client that has gone', async () => {
    const server = await serve()
    server.set({ handshakeDelay: QUIET })
    const client = attempt(server.url)
    await expect.poll(() => server.attempts).toBe(1)

    client.socket.terminate()
    await client.closed
    await roundTrips()
    server.set({ handshakeDelay: 0 })
    await roundTrips()

    expect(server.accepted).toBe(0)
  })
})

describe('delay', () => {
  test('sends that much later', async () => {
    const server = await serve()
    const client = await open(server.echoUrl)
    server.set({ delay: 200 })

    const start = performance.now()
    client.socket.send('hello')
    await client.next()

    // Node's timers may fire a millisecond early.
    expect(performance.now() - start).toBeGreaterThan(198)
  })

  test('keeps the order when it is shortened, and nothing waiting', async () => {
    const server = await serve()
    const client = await open(server.echoUrl)
    const last = client.next((message) => message === 'last')
    server.set({ delay: QUIET })
    server.broadcast('first')

    server.set({ delay: 0 })
    server.broadcast('last')
    await last

    expect(client.messages).toEqual(['first', 'last'])
  })

  test('loses what a freeze overtakes', async () => {
    const [server, other] = [await serve(), await serve()]
    const client = await open(server.echoUrl)
    const witness = (await open(other.echoUrl)).next()
    server.set({ delay: 20 })
    server.broadcast('overtaken')

    server.set({ frozen: true })
    other.set({ delay: 40 })
    other.broadcast('it is later now')
    await witness
    server.set({ frozen: false, delay: 0 })
    const next = client.next()
    server.broadcast('afterwards')

    expect(await next).toBe('afterwards')
  })

  test('is of no concern to a server that stops', async () => {
    const server = await serve()
    const client = await open(server.echoUrl)
    server.set({ delay: QUIET })
    server.broadcast('never')

    await server.stop()
    await client.closed

    expect(client.messages).toEqual([])
  })
})

describe('flood', () => {
  test('sends about as many messages a second as asked for', async () => {
    const server = await serve()
    const client = await open(server.url)

    const start = performance.now()
    server.set({ flood: 2000 })
    await client.next((message) => message.includes('"id":400'))
    const elapsed = performance.now() - start

    expect(elapsed).toBeGreaterThan(190)
    expect(elapsed).toBeLessThan(1000)
  })

  test('reaches only the page that asked for it', async () => {
    const server = await serve()
    const [asking, other] = [await open(`${server.url}?page=1`), await open(`${server.url}?page=2`)]
    const none = await open(server.url)

    server.set({ flood: 1000, floodPage: '1' })
    await asking.next((message) => message.includes('flood'))
    await roundTrips()

    expect([...other.messages, ...none.messages].filter((text) => text.includes('flood'))).toEqual(
      [],
    )
  })

  test('leaves the server time to answer, however much is asked for', async () => {
    const server = await serve()
    const client = await open(server.url)
    server.set({ flood: 10_000_000 })
    await client.next((message) => message.includes('flood'))

    // A timer that is due at once waits for one batch, not for a second's worth.
    const start = performance.now()
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve))
    const elapsed = performance.now() - start
    server.set({ flood: 0 })

    expect(elapsed).toBeLessThan(2_500)
  })

  test('is poured no faster than a client takes it', async () => {
    const server = await serve()
    const slow = await open(server.url)
    server.set({ flood: 100_000 })
    await slow.next((message) => message.includes('flood'))

    slow.socket.pause()
    const quick = await open(server.url)
    await quick.next(() => quick.messages.length > 40_000)
    server.set({ flood: 0 })
    const end = slow.next((message) => message.includes('echo'))
    slow.socket.resume()
    slow.socket.send('end')
    await end

    expect(slow.messages.length).toBeLessThan(quick.messages.length / 2)
  })

  test('ends when it is set to 0', async () => {
    const server = await serve()
    const client = await open(server.url)
    server.set({ flood: 1000 })
    await client.next((message) => message.includes('flood'))

    server.set({ flood: 0 })
    client.socket.send('end')
    await client.next((message) => message.includes('echo'))
    const count = client.messages.length
    await roundTrips()

    expect(client.messages).toHaveLength(count)
  })

  test('skips a client that does not read', async () => {
    const server = await serve()
    const slow = await open(server.url)
    const quick = await open(server.url)
    slow.socket.pause()

    server.broadcast('x'.repeat(16 * 1024 * 1024))
    server.set({ flood: 1000 })
    await quick.next((message) => message.includes('flood'))
    server.set({ flood: 0 })
    slow.socket.resume()
    const end = slow.next((message) => message.includes('end'))
    slow.socket.send('end')
    await end

    expect(slow.messages.filter((message) => message.includes('flood'))).toEqual([])
  })
})
