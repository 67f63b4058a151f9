import { describe, expect, it } from 'vitest'
import { EVER, FIRST_DELAY, leftOvers, NOTHING, setUpOpen, type Kit } from './support/set-up.ts'

/** From [maxReconnectInterval / 4, maxReconnectInterval], given the dice of the kit. */
const LONG_DELAY = 18_750

describe('a hidden page', () => {
  it.each([
    { random: () => 0, delay: 7_500 },
    { random: () => 1 - 2 ** -32, delay: 30_000 },
  ])('stays within a quarter and the whole of maxReconnectInterval: $delay', async (given) => {
    const { page, server, timers } = setUpOpen({ random: given.random })
    page.hide()
    server.drop()

    await timers.advance(given.delay - 1)
    expect(server.connections).toHaveLength(1)
    await timers.advance(1)

    expect(server.connections).toHaveLength(2)
  })

  it('connects at once when it is shown', async () => {
    const { page, server, timers, recorder } = setUpOpen()
    page.hide()
    server.drop()
    await timers.advance(5_000)

    page.show()
    await timers.advance(0)

    expect(recorder.types).toEqual(['error', 'connecting', 'close', 'open'])
    expect(server.connections).toHaveLength(2)
  })
})

describe('a page that is offline', () => {
  it('waits, but not for ever: offline may be a lie', async () => {
    const { page, server, socket, timers } = setUpOpen()
    page.goOffline()
    server.drop()
    expect(socket.readyState).toBe(socket.CONNECTING)

    await timers.advance(LONG_DELAY - 1)
    expect(server.connections).toHaveLength(1)
    await timers.advance(1)

    expect(server.connections).toHaveLength(2)
  })

  it('connects when it is online again, not within reconnectInterval of the last attempt', async () => {
    const { page, server, timers } = setUpOpen()
    page.goOffline()
    server.drop()

    page.goOnline()
    await timers.advance(FIRST_DELAY)

    expect(server.connections).toHaveLength(2)
  })

  it('connects at once online when the last attempt is long ago', async () => {
    const { page, server, timers } = setUpOpen()
    await timers.advance(60_000)
    page.goOffline()
    server.drop()

    page.goOnline()

    expect(server.connections).toHaveLength(2)
  })
})

describe('a page that goes into the back/forward cache', () => {
  it('closes its link in the handler', async () => {
    const { page, link, recorder, socket, timers } = setUpOpen()

    page.emit('pagehide')

    expect(link.closeCode).not.toBeNull()
    expect(recorder.story).toEqual(['error', 'connecting 1006', 'close 1006'])
    expect(socket.readyState).toBe(socket.CONNECTING)
    expect(timers.pending).toBe(0)
  })

  it('connects when it comes back', async () => {
    const { page, timers, recorder } = setUpOpen()
    page.emit('pagehide')
    await timers.sleep(60_000)

    page.emit('pageshow')
    await timers.advance(0)

    expect(recorder.types.at(-1)).toBe('open')
  })
})

describe('close()', () => {
  it('keeps the page from waking it', async () => {
    const kit = setUpOpen()
    kit.socket.close()

    for (const signal of ['online', 'visible', 'resume', 'pageshow'] as const) kit.page.emit(signal)
    await kit.timers.advance(EVER)

    expect(kit.linkCount).toBe(1)
    expect(leftOvers(kit)).toEqual(NOTHING)
  })
})

describe('page: false', () => {
  it('is a page that is always there', async () => {
    const { server, timers } = setUpOpen({ page: false })

    server.drop()
    await timers.advance(FIRST_DELAY)

    expect(server.connections).toHaveLength(2)
  })
})

const LIMIT = 2

describe('maxReconnectAttempts', () => {
  it.each([
    ['offline', ({ page }: Kit) => page.goOffline(), ({ page }: Kit) => page.goOnline()],
    ['hidden', ({ page }: Kit) => page.hide(), ({ page }: Kit) => page.show()],
  ] as const)('does not count retries that begin while the page is %s', async (_, leave, come) => {
    const kit = setUpOpen({ maxReconnectAttempts: LIMIT })
    const { server, timers, socket } = kit
    leave(kit)
    server.drop()
    server.refuse()
    await timers.advance(300_000)
    const free = server.connections.length - 1
    expect(free).toBeGreaterThan(LIMIT)
    expect([socket.readyState, socket.reconnectAttempts]).toEqual([socket.CONNECTING, free])

    come(kit)
    await timers.advance(EVER)

    expect(server.connections).toHaveLength(1 + free + LIMIT)
    expect(socket.readyState).toBe(socket.CLOSED)
  })

  it('does not count retries after the page cache', async () => {
    const { page, server, timers, socket } = setUpOpen({ maxReconnectAttempts: 1 })
    server.drop()
    server.refuse()

    for (let trip = 0; trip < 3; trip++) {
      page.emit('pagehide')
      await timers.sleep(60_000)
      page.emit('pageshow')
      await timers.advance(0)
    }

    expect(server.connections).toHaveLength(4)
    expect(socket.readyState).toBe(socket.CONNECTING)
  })

  it('of 0 means never, the page cache included', () => {
    const { page, socket } = setUpOpen({ maxReconnectAttempts: 0 })

    page.emit('pagehide')

    expect(socket.readyState).toBe(socket.CLOSED)
  })
})
