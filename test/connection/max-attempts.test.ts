import { describe, expect, it } from 'vitest'
import { FIRST_DELAY, setUp, setUpOpen, type Kit } from './support/set-up.ts'

const MINUTE = 60_000

describe('maxAttempts', () => {
  it.each([
    [0, '0 retries'],
    [1, '1 retry'],
    [3, '3 retries'],
  ])('%d allows as many retries', async (maxAttempts, retries) => {
    const { timers, server, connection, recorder } = setUp({ reconnect: { maxAttempts } })
    server.refuse()

    await timers.advance(600_000)

    expect(server.connections).toHaveLength(1 + maxAttempts)
    expect(connection.status).toBe('failed')
    expect(connection.error?.message).toContain(`Gave up after ${retries}.`)
    expect(recorder.errorCodes).toEqual(['R0005'])
  })

  it('counts anew after a stable opening', async () => {
    const { timers, server, connection } = setUpOpen({ reconnect: { maxAttempts: 1 } })
    server.drop()
    await timers.advance(FIRST_DELAY)
    await timers.advance(15_000)
    expect(connection.attempts).toBe(0)

    server.drop()

    expect(connection.status).toBe('reconnecting')
  })
})

/** Refuses every attempt from now on, and goes on for some time. */
async function refuseFor({ server, timers }: Kit, ms: number): Promise<number> {
  const before = server.connections.length
  server.refuse()
  await timers.advance(ms)
  return server.connections.length - before
}

describe('attempts that begin while the page is away', () => {
  const away = {
    offline: ({ page }: Kit) => page.goOffline(),
    hidden: ({ page }: Kit) => page.hide(),
  }
  const back = {
    offline: ({ page }: Kit) => page.goOnline(),
    hidden: ({ page }: Kit) => page.show(),
  }

  it.each(['offline', 'hidden'] as const)(
    'leave all that count to a page that was %s',
    async (how) => {
      const kit = setUpOpen({ reconnect: { maxAttempts: 3 } })
      away[how](kit)
      kit.server.drop()
      const free = await refuseFor(kit, 5 * MINUTE)
      expect(kit.connection.attempts).toBe(1 + free)

      back[how](kit)
      await kit.timers.advance(5 * MINUTE)

      expect(kit.server.connections).toHaveLength(1 + free + 3)
      expect(kit.connection.status).toBe('failed')
      expect(kit.connection.error?.message).toContain(`Gave up after ${free + 3} retries.`)
    },
  )

  it("don't count with a url function that fails while offline either", async () => {
    let asked = 0
    const url = ({ attempt }: { attempt: number }): Promise<string> | string => {
      if (attempt === 1 && asked === 0) return 'wss://fake-server.test/'
      asked++
      return Promise.reject(new Error('offline'))
    }
    const kit = setUpOpen({ url, reconnect: { maxAttempts: 5 } })
    kit.page.goOffline()
    kit.server.drop()

    await kit.timers.advance(10 * MINUTE)

    expect(asked).toBeGreaterThan(5)
    expect(kit.connection.status).toBe('suspended')
  })

  it('raise the delay all the same', async () => {
    const kit = setUpOpen()
    kit.page.hide()
    kit.server.drop()
    const made = await refuseFor(kit, 2 * MINUTE)
    kit.page.show()
    await kit.timers.advance(0)

    // Retry 6 or later: from the longest range.
    expect(made).toBeGreaterThan(5)
    expect(kit.connection.retryAt).toBe(kit.timers.now() + 18_750)
  })

  it('count for the first attempt as little as for the others', async () => {
    const kit = setUp({ autoConnect: false, reconnect: { maxAttempts: 1 } })
    kit.page.hide()
    kit.connection.connect()
    kit.server.refuse()
    kit.page.show()

    await kit.timers.advance(MINUTE)

    expect(kit.server.connections).toHaveLength(2)
    expect(kit.connection.error?.message).toContain('Gave up after 1 retry.')
  })
})

describe('retries after the page cache', () => {
  async function visitCache({ page, timers }: Kit): Promise<void> {
    page.emit('pagehide')
    await timers.sleep(MINUTE)
    page.emit('pageshow')
    await timers.advance(0)
  }

  it("don't count", async () => {
    const kit = setUpOpen({ reconnect: { maxAttempts: 1 } })

    for (let trip = 0; trip < 3; trip++) await visitCache(kit)

    expect(kit.connection.isOpen).toBe(true)
    expect(kit.connection.attempts).toBe(4)
  })

  it('may follow the last that does', async () => {
    const kit = setUpOpen({ reconnect: { maxAttempts: 1 } })
    kit.server.drop()
    await kit.timers.advance(FIRST_DELAY)
    expect(kit.connection.isOpen).toBe(true)

    await visitCache(kit)
    expect(kit.connection.isOpen).toBe(true)
    kit.server.drop()

    expect(kit.connection.status).toBe('failed')
  })

  it("don't count either where a retry was planned before", async () => {
    const kit = setUpOpen({ reconnect: { maxAttempts: 1 } })
    kit.server.drop()
    kit.server.refuse()

    for (let trip = 0; trip < 3; trip++) await visitCache(kit)

    expect(kit.server.connections).toHaveLength(4)
    expect(kit.connection.status).toBe('reconnecting')
  })
})
