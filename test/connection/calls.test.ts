import { describe, expect, it } from 'vitest'
import { FIRST_DELAY, setUp, setUpOpen, type Kit } from './support/set-up.ts'

/** The table of DESIGN, section 4: what each call does in each status. */
const kits: Record<string, () => Kit> = {
  idle: () => setUp({ autoConnect: false }),
  closed() {
    const kit = setUpOpen()
    kit.connection.close()
    kit.server.goSilent()
    return kit
  },
  failed() {
    const kit = setUpOpen({ reconnect: false })
    kit.server.drop()
    kit.server.goSilent()
    return kit
  },
  connecting: () => setUp(),
  waiting() {
    const kit = setUpOpen()
    kit.server.drop()
    kit.server.goSilent()
    return kit
  },
  suspended() {
    const kit = setUpOpen()
    kit.page.online = false
    kit.server.drop()
    kit.server.goSilent()
    expect(kit.connection.status).toBe('suspended')
    return kit
  },
  open: () => setUpOpen(),
}

function setUpIn(state: keyof typeof kits & string): Kit {
  const kit = kits[state]!()
  kit.recorder.clear()
  return kit
}

describe.each(['connect', 'reconnect'] as const)('%s()', (call) => {
  it.each(['idle', 'closed', 'failed'])('connects when %s, with attempts from 0', (state) => {
    const kit = setUpIn(state)
    const before = kit.linkCount

    kit.connection[call]()

    expect(kit.linkCount).toBe(before + 1)
    expect(kit.connection.status).toBe('connecting')
    expect(kit.connection.attempts).toBe(1)
  })

  it.each(['waiting', 'suspended'])('connects now when %s', async (state) => {
    const { connection, server, timers } = setUpIn(state)

    connection[call]()

    expect(server.connections).toHaveLength(2)
    expect(connection.status).toBe('reconnecting')
    expect(connection.retryAt).toBeNull()
    expect(connection.suspendedBy).toBeNull()
    await timers.advance(9_999)
    expect(server.connections).toHaveLength(2)
  })
})

describe('connect()', () => {
  it.each(['connecting', 'open'])('does nothing when %s', (state) => {
    const { connection, recorder, server } = setUpIn(state)

    connection.connect()

    expect(recorder.entries).toEqual([])
    expect(server.connections).toHaveLength(1)
  })

  it('begins a new series after failed', async () => {
    const { connection, server, timers } = setUp({ reconnect: { maxAttempts: 1 } })
    server.refuse()
    await timers.advance(FIRST_DELAY)
    expect(connection.status).toBe('failed')

    connection.connect()
    await timers.advance(0)

    expect(connection.status).toBe('reconnecting')
    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
  })
})

describe('reconnect()', () => {
  it('replaces the attempt under way', () => {
    const { connection, server } = setUpIn('connecting')

    connection.reconnect()

    expect(server.connections).toHaveLength(2)
    expect(server.connections[0]!.closeCode).not.toBeNull()
    expect(connection.status).toBe('reconnecting')
  })

  it('replaces an open link and attempts now', () => {
    const { connection, server, recorder } = setUpIn('open')

    connection.reconnect()

    expect(server.connections).toHaveLength(2)
    expect(server.connections[0]!.closeCode).not.toBeNull()
    expect(recorder.changes).toEqual(['open > reconnecting'])
    expect(recorder.of('close')).toMatchObject([{ code: 1005, cause: 'client' }])
  })

  it('does not ask the page', () => {
    const { connection, server, page } = setUpIn('open')
    page.online = false
    page.visible = false

    connection.reconnect()

    expect(server.connections).toHaveLength(2)
  })
})

describe('send()', () => {
  it.each(['idle', 'connecting', 'waiting', 'suspended'])('queues when %s', async (state) => {
    const { connection, server, timers } = setUpIn(state)

    const result = connection.send('hello')

    expect(result).toBe('queued')
    expect(connection.queued).toBe(1)
    server.accept()
    connection.connect()
    await timers.advance(0)
    expect(server.received).toEqual(['hello'])
  })

  it.each(['closed', 'failed'])('drops when %s, and says so', (state) => {
    const { connection, recorder } = setUpIn(state)

    const result = connection.send('hello')

    expect(result).toBe('dropped')
    expect(connection.queued).toBe(0)
    expect(recorder.of('drop')).toEqual([{ data: 'hello', reason: state }])
  })

  it('sends when open', () => {
    const { connection, server, recorder, timers } = setUpIn('open')

    const result = connection.send({ a: 1 })

    expect(result).toBe('sent')
    expect(server.received).toEqual(['{"a":1}'])
    expect(connection.sent).toBe(1)
    expect(recorder.entries).toEqual([{ name: 'sent', args: [{ a: 1 }, '{"a":1}', timers.now()] }])
  })

  it('queues when the link is suspected', async () => {
    const { connection, server, page, timers } = setUpIn('open')
    await timers.advance(1_000)
    server.goSilent()
    page.emit('resume')

    const result = connection.send('hello')

    expect(result).toBe('queued')
  })
})

describe('a wake', () => {
  it.each(['idle', 'closed', 'failed'])('does nothing when %s', async (state) => {
    const kit = setUpIn(state)
    const before = kit.linkCount

    for (const signal of ['online', 'visible', 'resume', 'pageshow'] as const) {
      kit.page.emit(signal)
    }
    await kit.timers.advance(60_000)

    expect(kit.linkCount).toBe(before)
    expect(kit.recorder.entries).toEqual([])
  })

  it('leaves an attempt alone that is not older than connectTimeout', async () => {
    const { page, timers, recorder, linkCount } = setUpIn('connecting')
    await timers.sleep(9_999)

    page.emit('visible')

    expect(recorder.entries).toEqual([])
    expect(linkCount).toBe(1)
  })

  it('replaces an attempt older than connectTimeout', async () => {
    const { page, timers, server, connection, recorder } = setUpIn('connecting')
    await timers.sleep(10_001)

    page.emit('visible')

    expect(server.connections).toHaveLength(2)
    expect(server.connections[0]!.closeCode).not.toBeNull()
    expect(connection.status).toBe('reconnecting')
    expect(recorder.of('close')).toMatchObject([{ cause: 'connect-timeout' }])
  })
})
