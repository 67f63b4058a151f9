import { describe, expect, it } from 'vitest'
import { microtasks, setUp, setUpOpen, type Kit } from './support/set-up.ts'

const SPAN = 5_000
const other = (number: number): string => `wss://fake-server.test/${number}`

/** Ways to ask for an attempt, each of which replaces what is there. */
const asks: Record<string, (kit: Kit, number: number) => void> = {
  'reconnect()': ({ connection }) => connection.reconnect(),
  'configure({ url })': ({ connection }, number) => connection.configure({ url: other(number) }),
  'close() and connect()'({ connection }) {
    connection.close()
    connection.connect()
  },
}

/** Opens, which is the first attempt asked for, and asks for others until none is free any more. */
function setUpUsedUp(ask = asks['reconnect()']!): Kit {
  const kit = setUpOpen()
  for (let number = 0; number < 4; number++) ask(kit, number)
  kit.recorder.clear()
  return kit
}

describe.each(Object.entries(asks))('%s', (_, ask) => {
  it('is free five times within 5 s, the opening included', () => {
    const kit = setUpUsedUp(ask)

    expect(kit.server.connections).toHaveLength(5)
    expect(kit.connection.retryAt).toBeNull()
  })

  it('waits the sixth time until the first is 5 s old', async () => {
    const kit = setUpOpen()
    const start = kit.timers.now()
    await kit.timers.advance(1_000)
    for (let number = 0; number < 5; number++) ask(kit, number)

    expect(kit.connection.status).toBe('reconnecting')
    expect(kit.connection.retryAt).toBe(start + SPAN)
    expect(kit.link.closeCode).not.toBeNull()
    await kit.timers.advance(SPAN - 1_001)
    expect(kit.server.connections).toHaveLength(5)
    await kit.timers.advance(1)

    expect(kit.server.connections).toHaveLength(6)
    expect(kit.connection.isOpen).toBe(true)
  })

  it('asked again does not shorten that wait', async () => {
    const kit = setUpUsedUp(ask)
    ask(kit, 5)
    const { retryAt } = kit.connection

    for (let number = 6; number < 20; number++) ask(kit, number)
    await kit.timers.advance(1_000)
    ask(kit, 20)

    expect(kit.connection.retryAt).toBe(retryAt)
    expect(kit.server.connections).toHaveLength(5)
  })
})

describe.each(['close', 'status'] as const)('reconnect() in a listener of %s', (event) => {
  it('hammers no server that refuses', async () => {
    const { connection, server, timers } = setUp()
    server.refuse()
    connection.on(event, () => connection.reconnect())
    connection.reconnect()

    await timers.advance(2_000)
    expect(server.connections.length).toBeLessThanOrEqual(5)
    await timers.advance(57_999)

    expect(server.connections.length).toBeLessThanOrEqual(60)
    expect(server.connections.length).toBeGreaterThan(10)
  })
})

it('close() and connect() in a listener of close hammer no server either', async () => {
  const { connection, server, timers } = setUp({ autoConnect: false })
  server.refuse()
  connection.on('close', () => {
    connection.close()
    connection.connect()
  })
  connection.connect()

  await timers.advance(4_999)

  expect(server.connections).toHaveLength(5)
})

it('another url without a least delay hammers no server either', async () => {
  let number = 0
  const { connection, server, timers } = setUp({ reconnect: { minDelay: 0, delay: () => 60_000 } })
  server.refuse()
  connection.on('close', () => connection.configure({ url: other(number++) }))
  connection.configure({ url: other(number++) })

  await timers.advance(4_999)

  expect(server.connections).toHaveLength(5)
})

describe('the wait', () => {
  it.each(['closed', 'failed'] as const)('is reconnecting where it was %s', async (status) => {
    const kit = setUpUsedUp()
    kit.connection.configure({ reconnect: false })
    if (status === 'closed') kit.connection.close()
    else kit.server.drop()
    expect(kit.connection.status).toBe(status)
    kit.recorder.clear()

    kit.connection.connect()

    expect(kit.recorder.changes).toEqual([`${status} > reconnecting`])
    expect([kit.connection.attempts, kit.connection.error]).toEqual([0, null])
    await kit.timers.advance(SPAN)
    expect([kit.connection.status, kit.connection.attempts]).toEqual(['open', 1])
  })

  it('is reconnecting where it was idle', () => {
    const kit = setUpUsedUp()
    kit.connection.configure({ url: null })
    kit.recorder.clear()

    kit.connection.configure({ url: other(1) })

    expect(kit.recorder.changes).toEqual(['idle > reconnecting'])
  })

  it('begins a series, whose first attempt is no retry', async () => {
    const kit = setUpUsedUp()
    kit.connection.configure({ reconnect: { maxAttempts: 1 } })
    kit.connection.close()
    kit.connection.connect()
    kit.server.refuse()

    await kit.timers.advance(60_000)

    expect(kit.connection.error?.message).toContain('Gave up after 1 retry.')
  })

  it('leaves a retry that is due sooner as it is', () => {
    const kit = setUpUsedUp()
    kit.connection.configure({ reconnect: { delay: () => 100 } })
    kit.server.drop()

    kit.connection.reconnect()

    expect(kit.connection.retryAt).toBe(kit.timers.now() + 100)
  })

  it('brings a retry forward that is due later', () => {
    const kit = setUpUsedUp()
    kit.connection.configure({ reconnect: { delay: () => 60_000 } })
    kit.server.drop()

    kit.connection.reconnect()

    expect(kit.connection.retryAt).toBe(kit.timers.now() + SPAN)
  })

  it('ends with close()', async () => {
    const kit = setUpUsedUp()
    kit.connection.reconnect()

    kit.connection.close()
    await kit.timers.advance(60_000)

    expect(kit.timers.pending).toBe(0)
    expect(kit.server.connections).toHaveLength(5)
  })

  it('ends without a url', () => {
    const kit = setUpUsedUp()
    kit.connection.reconnect()

    kit.connection.configure({ url: null })

    expect(kit.connection.status).toBe('idle')
    expect(kit.timers.pending).toBe(0)
  })

  it('hears of the page', () => {
    const kit = setUpUsedUp()
    kit.connection.close()
    kit.connection.connect()

    kit.page.goOffline()

    expect(kit.connection.suspendedBy).toBe('offline')
  })
})

it('a url switched right after an opening connects at once', async () => {
  const { connection, server, timers } = setUpOpen()

  connection.configure({ url: other(1) })
  await timers.advance(0)
  await microtasks()

  expect(server.connections).toHaveLength(2)
  expect(connection.isOpen).toBe(true)
})

it('retries of its own are not limited', async () => {
  const { connection, server, timers } = setUp({ reconnect: { delay: () => 100 } })
  server.refuse()

  await timers.advance(1_000)
  expect(server.connections).toHaveLength(11)
  connection.reconnect()

  expect(server.connections).toHaveLength(12)
})
