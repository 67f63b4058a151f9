import { describe, expect, test } from 'vitest'
import { attempt, open, roundTrips, serve } from './fixtures.ts'

describe('silent', () => {
  test('sends nothing of the feed', async () => {
    const server = await serve(5)
    const client = await open(server.url)
    await client.next()

    server.set({ silent: true })
    await roundTrips()
    const count = client.messages.length
    await roundTrips()

    expect(client.messages).toHaveLength(count)
  })

  test('answers neither heartbeats nor messages', async () => {
    const server = await serve()
    const client = await open(server.echoUrl)

    server.set({ silent: true })
    client.socket.send('ping')
    client.socket.send('hello')
    await expect.poll(() => server.inbox.messages).toBe(1)
    server.set({ silent: false })
    client.socket.send('again')

    expect(await client.next()).toBe('again')
    expect(server.inbox.pings).toBe(1)
  })

  test('accepts new connections', async () => {
    const server = await serve()
    server.set({ silent: true })

    await open(server.url)

    expect(server.connections).toBe(1)
  })

  test('answers a closing handshake', async () => {
    const server = await serve()
    const client = await open(server.url)

    server.set({ silent: true })
    client.socket.close(1000, 'bye')

    expect(await client.closed).toEqual({ code: 1000, reason: 'bye' })
  })
})

describe('frozen', () => {
  test('sends nothing and keeps the connection', async () => {
    const server = await serve(5)
    const client = await open(server.url)
    await client.next()

    server.set({ frozen: true })
    await roundTrips()
    const count = client.messages.length
    client.socket.send('ping')
    server.broadcast('lost')
    await roundTrips()

    expect(client.messages).toHaveLength(count)
    expect(client.socket.readyState).toBe(client.socket.OPEN)
    expect(server.connections).toBe(1)
  })

  test('does not answer a closing handshake', async () => {
    const server = await serve()
    const client = await open(server.url)

    server.set({ frozen: true })
    client.socket.close(1000)
    await roundTrips()

    expect(client.socket.readyState).toBe(client.socket.CLOSING)
  })

  test('sends no close frame', async () => {
    const server = await serve()
    const client = await open(server.url)

    server.set({ frozen: true })
    server.close(1001)
    await roundTrips()

    expect(client.socket.readyState).toBe(client.socket.OPEN)
  })

  test('leaves handshakes hanging', async () => {
    const server = await serve()
    server.set({ frozen: true })

    const client = attempt(server.url)
    await expect.poll(() => server.attempts).toBe(1)
    await roundTrips()

    expect(client.socket.readyState).toBe(client.socket.CONNECTING)
  })

  test('is lifted: what came meanwhile is answered, what was to be sent is lost', async () => {
    const server = await serve()
    const client = await open(server.echoUrl)

    server.set({ frozen: true })
    client.socket.send('held')
    server.broadcast('lost')
    await roundTrips()
    server.set({ frozen: false })

    expect(await client.next()).toBe('held')
  })

  test('is lifted: the handshakes that hang are answered', async () => {
    const server = await serve()
    server.set({ frozen: true })
    const client = attempt(server.url)
    await expect.poll(() => server.attempts).toBe(1)

    server.set({ frozen: false })

    await client.opened
  })

  test('connections can be killed', async () => {
    const server = await serve()
    const client = await open(server.url)
    server.set({ frozen: true })

    server.kill()

    expect((await client.closed).code).toBe(1006)
  })
})
