import { describe, expect, test } from 'vitest'
import { QUIET, attempt, open, serve } from './fixtures.ts'

describe('restart', () => {
  test('ends the connections', async () => {
    const server = await serve()
    const client = await open(server.url)

    await server.restart(QUIET)

    expect((await client.closed).code).toBe(1006)
    expect(server.running).toBe(false)
  })

  test('listens again on the same port', async () => {
    const server = await serve()
    const { url } = server

    await server.restart(1)
    await expect.poll(() => server.running).toBe(true)

    await open(url)
  })

  test('is cut short by a start', async () => {
    const server = await serve()
    await server.restart(QUIET)

    await server.start()

    await open(server.url)
  })

  test('does not start what was stopped meanwhile', async () => {
    const [server, other] = [await serve(), await serve()]

    await Promise.all([server.restart(1), server.stop()])
    await other.restart(20)
    await expect.poll(() => other.running).toBe(true)

    expect(server.running).toBe(false)
  })
})

describe('heal', () => {
  test('ends every fault', async () => {
    const server = await serve()
    const faults = server.faults
    server.set({
      silent: true,
      frozen: true,
      refuse: true,
      handshakeDelay: QUIET,
      delay: 5,
      flood: 5,
    })

    await server.heal()

    expect(server.faults).toEqual(faults)
  })

  test('starts a server that was stopped', async () => {
    const server = await serve()
    await server.stop()

    await server.heal()

    await open(server.url)
  })

  test('ends what is stranded, so that its client learns of it', async () => {
    const server = await serve()
    const client = await open(server.url)
    server.strand()

    await server.heal()

    expect((await client.closed).code).toBe(1006)
    await expect.poll(() => server.stranded).toBe(0)
  })

  test('leaves the connections that are well', async () => {
    const server = await serve()
    server.set({ handshakeDelay: QUIET })
    const client = attempt(server.echoUrl)
    await expect.poll(() => server.attempts).toBe(1)

    await server.heal()
    await client.opened
    await server.heal()
    client.socket.send('still here')

    expect(await client.next()).toBe('still here')
  })
})
