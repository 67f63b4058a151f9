import { describe, expect, test } from 'vitest'
import { attempt, open, roundTrips, serve } from './fixtures.ts'

describe('strand', () => {
  test('sends nothing more on the connections that are open', async () => {
    const server = await serve(5)
    const client = await open(server.url)
    await client.next()

    server.strand()
    await roundTrips()
    const count = client.messages.length
    client.socket.send('ping')
    server.broadcast('lost')
    await roundTrips()

    expect(client.messages).toHaveLength(count)
    expect(client.socket.readyState).toBe(client.socket.OPEN)
  })

  test('does not answer a closing handshake', async () => {
    const server = await serve()
    const client = await open(server.url)

    server.strand()
    client.socket.close(1000)
    await roundTrips()

    expect(client.socket.readyState).toBe(client.socket.CLOSING)
  })

  test('leaves new connections alone', async () => {
    const server = await serve()
    await open(server.echoUrl)

    server.strand()
    const client = await open(server.echoUrl)
    client.socket.send('hello')

    expect(await client.next()).toBe('hello')
  })

  test('counts the stranded apart from the connections', async () => {
    const server = await serve()
    await open(server.url)
    await open(server.url)

    server.strand()
    await open(server.url)

    expect(server.stranded).toBe(2)
    expect(server.connections).toBe(1)
  })

  test('does not end with a freeze that ends', async () => {
    const server = await serve()
    const client = await open(server.echoUrl)

    server.strand()
    server.set({ frozen: true })
    server.set({ frozen: false })
    client.socket.send('hello')
    await roundTrips()

    expect(client.messages).toEqual([])
  })

  test('can be killed', async () => {
    const server = await serve()
    const client = await open(server.url)
    server.strand()

    server.kill()

    expect((await client.closed).code).toBe(1006)
    await expect.poll(() => server.stranded).toBe(0)
  })

  test('lets go of a client that ends its connection without a word', async () => {
    const server = await serve()
    const client = await open(server.url)
    server.strand(0)

    client.socket.terminate()

    await expect.poll(() => server.stranded).toBe(0)
  })
})

describe('forgetAfter', () => {
  test('answers what comes on a forgotten connection with a reset', async () => {
    const server = await serve()
    const client = attempt(server.url)
    const error = new Promise((resolve) =>
      client.socket.once('upgrade', ({ socket }) => socket.once('error', resolve)),
    )
    await client.opened

    server.strand(1)
    client.socket.send('is anybody there?')

    expect(await error).toMatchObject({ code: 'ECONNRESET' })
  })

  test('sends nothing to a client that sends nothing', async () => {
    const server = await serve()
    const client = await open(server.url)

    server.strand(0)
    await roundTrips()

    expect(client.socket.readyState).toBe(client.socket.OPEN)
  })

  test('is over when the server stops', async () => {
    const before = countTimers()
    const server = await serve()
    await open(server.url)
    server.strand(60_000)
    const during = countTimers()

    await server.stop()

    expect(during).toBeGreaterThan(before)
    expect(countTimers()).toBeLessThanOrEqual(before)
  })
})

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
}
