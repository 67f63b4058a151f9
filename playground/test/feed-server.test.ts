import { beforeEach, describe, expect, test } from 'vitest'
import { FeedServer } from '../server/feed-server.ts'
import type { Client } from './client.ts'
import { QUIET, attempt, open, serve } from './fixtures.ts'

describe('feed', () => {
  test('sends the figures of the machine and the process', async () => {
    const server = await serve(20)
    const client = attempt(server.url)

    const first = JSON.parse(await client.next())
    const second = JSON.parse(await client.next())

    expect(first).toMatchObject({
      type: 'metrics',
      id: expect.any(Number),
      at: expect.any(Number),
      machine: {
        load: [expect.any(Number), expect.any(Number), expect.any(Number)],
        cores: expect.any(Number),
        memory: { total: expect.any(Number), free: expect.any(Number) },
      },
      process: {
        memory: { rss: expect.any(Number) },
        cpu: expect.any(Number),
        delay: { mean: expect.any(Number), max: expect.any(Number) },
      },
    })
    expect(second.id).toBeGreaterThan(first.id)
  })

  test('answers a heartbeat', async () => {
    const server = await serve()
    const client = await open(server.url)

    client.socket.send('ping')

    expect(await client.next((message) => !message.includes('metrics'))).toBe('pong')
    expect(server.inbox.pings).toBe(1)
  })

  test('answers anything else with an echo', async () => {
    const server = await serve()
    const client = await open(server.url)

    client.socket.send('hello')

    const answer = await client.next((message) => !message.includes('metrics'))
    expect(JSON.parse(answer)).toEqual({ type: 'echo', data: 'hello' })
    expect(server.inbox.received).toEqual(['hello'])
  })

  test('keeps the newest hundred of the messages it got', async () => {
    const server = await serve()
    const client = await open(server.url)

    const last = client.next((message) => message.includes('"150"'))
    for (let count = 1; count <= 150; count++) client.socket.send(String(count))
    await last

    expect(server.inbox.received).toHaveLength(100)
    expect(server.inbox.received.at(-1)).toBe('150')
    expect(server.inbox.messages).toBe(150)
  })

  test('keeps a long message cut, and of a binary one the size', async () => {
    const server = await serve()
    const client = await open(server.echoUrl)

    client.socket.send('x'.repeat(10_000))
    client.socket.send(Buffer.alloc(5))
    await expect.poll(() => server.inbox.messages).toBe(2)

    expect(server.inbox.received).toEqual(['x'.repeat(2_000), '5 bytes'])
  })

  test('broadcasts text as it is and objects as JSON', async () => {
    const server = await serve()
    const client = await open(server.echoUrl)

    server.broadcast('text')
    server.broadcast({ an: 'object' })
    await client.next((message) => message.includes('object'))

    expect(client.messages).toEqual(['text', '{"an":"object"}'])
  })
})

describe('echo', () => {
  let client: Client

  beforeEach(async () => {
    client = await open((await serve()).echoUrl)
  })

  test('sends text back as it is', async () => {
    client.socket.send('hello')

    expect(await client.next()).toBe('hello')
  })

  test('sends bytes back as they are', async () => {
    client.socket.send(Buffer.from([1, 2, 3]))

    expect(await client.next()).toBe('1,2,3')
  })

  test('answers a heartbeat', async () => {
    client.socket.send('ping')

    expect(await client.next()).toBe('pong')
  })
})

describe('lifetime', () => {
  test('takes a port of its own', async () => {
    const [one, other] = [await serve(), await serve()]

    expect(one.port).not.toBe(other.port)
  })

  test('ends its connections without a closing handshake when it stops', async () => {
    const server = await serve()
    const client = await open(server.url)

    await server.stop()

    expect(await client.closed).toEqual({ code: 1006, reason: '' })
    expect(server.running).toBe(false)
    expect(server.connections).toBe(0)
  })

  test('takes the same port again when it restarts', async () => {
    const server = await serve()
    const { port } = server

    await server.stop()
    await server.start()
    await open(server.url)

    expect(server.port).toBe(port)
  })

  test('restarts with the faults it had', async () => {
    const server = await serve()
    server.set({ flood: 1000 })

    await server.stop()
    await server.start()
    const client = attempt(server.url)

    expect(await client.next((message) => message.includes('flood'))).toContain('"type":"flood"')
  })

  test('starts once when it is started twice', async () => {
    const server = await serve()
    const { port } = server

    await server.start()

    expect(server.port).toBe(port)
  })

  test('handles a stop and a start that overlap one after the other', async () => {
    const server = await serve()

    await Promise.all([server.stop(), server.start(), server.stop(), server.start()])

    expect(server.running).toBe(true)
    await open(server.url)
  })

  test('rejects when its port is taken, and can be started later', async () => {
    const holder = await serve()
    const server = new FeedServer({ port: holder.port })

    await expect(server.start()).rejects.toThrow('EADDRINUSE')
    await holder.stop()
    await server.start()

    expect(server.running).toBe(true)
    await server.stop()
  })

  test('stops whatever is broken at the time', async () => {
    const server = await serve(10)
    await open(server.url)
    server.set({ silent: true, frozen: true, handshakeDelay: QUIET, flood: 1000 })
    const hanging = attempt(server.url)

    await server.stop()

    expect(await hanging.closed).toEqual({ code: 1006, reason: '' })
  })

  test('leaves no timer behind', async () => {
    const before = countTimers()
    const server = await serve(10)
    const client = await open(server.url)
    server.set({ flood: 1000, handshakeDelay: QUIET })
    const hanging = attempt(server.url)
    await expect.poll(() => server.attempts).toBe(2)
    const during = countTimers()

    await server.stop()
    await Promise.all([client.closed, hanging.closed])

    expect(during).toBeGreaterThan(before)
    expect(countTimers()).toBeLessThanOrEqual(before)
  })
})

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
}
