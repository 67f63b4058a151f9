import { describe, expect, it } from 'vitest'
import type { Drop, SocketOptions } from 'vue-heartbeat-socket/socket'
import { takeWarnings } from '../support/console.ts'
import { setUpOpen, WAIT, type Kit } from './support/set-up.ts'

const text = { codec: 'text' } as const

/** What can make an open link suspect. */
const suspicions: Record<string, (kit: Kit) => unknown> = {
  visible: ({ page }) => page.emit('visible'),
  online: ({ page }) => page.emit('online'),
  resume: ({ page }) => page.emit('resume'),
  pageshow: ({ page }) => page.emit('pageshow'),
  offline: ({ page }) => page.emit('offline'),
  'a deadline that send() looks at late': ({ timers }) => timers.sleep(60_000),
  'a timer that is late': async ({ timers }) => {
    await timers.sleep(60_000)
    await timers.advance(0)
  },
}

/** An open link, silent for 5 s, then suspected. */
async function setUpSuspected(how: string, options: Partial<SocketOptions> = {}): Promise<Kit> {
  const kit = setUpOpen({ ...text, ...options }, { pong: null })
  await kit.timers.advance(5_000)
  await suspicions[how]!(kit)
  return kit
}

const received = ({ server }: Kit): unknown[] =>
  server.received.map((data) => (typeof data === 'string' ? data : (data as Uint8Array).length))

describe.each(Object.keys(suspicions))('a link that is suspected by %s', (how) => {
  it('gets a message larger than the outbox, behind what was queued', async () => {
    const kit = await setUpSuspected(how)
    kit.connection.send('before')

    const result = kit.connection.send(new Uint8Array(2e6))

    expect(result).toBe('sent')
    expect(received(kit)).toEqual(['before', 2e6])
    expect(kit.recorder.of('drop')).toEqual([])
  })

  it('gets more messages than the outbox holds, in order', async () => {
    const kit = await setUpSuspected(how)
    const messages = Array.from({ length: 1_500 }, (_, index) => `${index}`)

    for (const message of messages) kit.connection.send(message)
    kit.server.send('alive')

    expect(received(kit)).toEqual(messages)
    expect(kit.recorder.of('drop')).toEqual([])
  })

  it('keeps what fits for the next link', async () => {
    const kit = await setUpSuspected(how, { outbox: { maxMessages: 2 } })

    for (const message of ['a', 'b', 'c']) kit.connection.send(message)

    expect(received(kit)).toEqual(['a'])
    expect(kit.connection.queued).toBe(2)
  })

  it.each([
    ['close()', (kit: Kit) => kit.connection.close(1000)],
    ['dispose()', (kit: Kit) => kit.connection.dispose()],
    ['another url', (kit: Kit) => kit.connection.configure({ url: 'ws://other.example/' })],
    ['no url', (kit: Kit) => kit.connection.configure({ url: null })],
    ['the page cache', (kit: Kit) => kit.page.emit('pagehide')],
  ])('gets the last words before %s', async (_, end) => {
    const kit = await setUpSuspected(how)
    const { link } = kit
    kit.connection.send('bye')

    end(kit)

    expect(link.sent).toContain('bye')
  })

  it('does not get what reconnect() keeps for the next link', async () => {
    const kit = await setUpSuspected(how)
    const { link } = kit
    kit.connection.send('later')

    kit.connection.reconnect()

    expect(link.sent).not.toContain('later')
    expect(kit.connection.queued).toBe(1)
  })

  it('shows since when it is suspected, until something is received', async () => {
    const kit = await setUpSuspected(how)
    kit.connection.send('a')
    const since = kit.timers.now()
    expect(kit.connection.suspectedAt).toBe(since)

    await kit.timers.advance(100)
    kit.server.send('alive')

    expect(kit.connection.suspectedAt).toBeNull()
    expect(kit.recorder.of('suspect')).toEqual([{ since }, { since: null }])
  })

  it.each(['drop', 'close', 'reconnect'] as const)('emits the end of that at %s', async (end) => {
    const kit = await setUpSuspected(how)
    kit.connection.send('a')
    if (end === 'drop') kit.server.drop()
    else kit.connection[end]()

    expect(kit.connection.suspectedAt).toBeNull()
    expect(kit.recorder.of('suspect')).toEqual([{ since: expect.any(Number) }, { since: null }])
    expect(kit.recorder.names('status', 'suspect').slice(-2)).toEqual(['status', 'suspect'])
  })
})

describe('another interval', () => {
  it('that is over already is a ping, and no suspicion', async () => {
    const kit = setUpOpen(text, { pong: null })
    await kit.timers.advance(10_000)

    kit.connection.configure({ heartbeat: { interval: 2_000 } })

    expect(kit.recorder.of('ping')).toHaveLength(1)
    expect(kit.connection.suspectedAt).toBeNull()
    expect(kit.connection.send('a')).toBe('sent')
  })
})

describe('a slow answer', () => {
  it('makes a link suspect whose url has answered before', async () => {
    const kit = setUpOpen(text)
    await kit.timers.advance(WAIT + 100)
    kit.server.goSilent()
    await kit.timers.advance(WAIT + 1_800)
    expect(kit.connection.suspectedAt).toBeNull()

    await kit.timers.advance(200)

    expect(kit.connection.suspectedAt).not.toBeNull()
    expect(kit.connection.send('a')).toBe('queued')
    expect(kit.link.sent.filter((data) => data === 'ping')).toHaveLength(2)
  })

  it('does not where no ping was ever answered', async () => {
    const kit = setUpOpen(text, { pong: null })

    await kit.timers.advance(WAIT + 5_000)

    expect(kit.connection.suspectedAt).toBeNull()
  })

  it('does not move the death', async () => {
    const kit = setUpOpen(text)
    await kit.timers.advance(WAIT + 100)
    kit.server.goSilent()
    const start = kit.timers.now()

    while (kit.connection.isOpen) await kit.timers.advance(100)

    expect(kit.timers.now() - start).toBeLessThanOrEqual(WAIT + 10_000 + 100)
  })
})

describe('send() with queue: false', () => {
  it('does not look at the link, however late it is', async () => {
    const kit = setUpOpen(text)
    await kit.timers.sleep(600_000)

    expect(kit.connection.send('now', { queue: false })).toBe('sent')
    expect(kit.connection.suspectedAt).toBeNull()
    expect(kit.connection.send('later')).toBe('queued')
    expect(kit.connection.suspectedAt).not.toBeNull()
  })

  it('goes out over a suspected link, ahead of what waits', async () => {
    const kit = await setUpSuspected('visible')
    kit.connection.send('waits')

    const result = kit.connection.send('cursor', { queue: false })

    expect(result).toBe('sent')
    expect(received(kit)).toEqual(['cursor'])
  })

  it('is dropped without an event while no link is open', () => {
    const kit = setUpOpen(text)
    kit.server.drop()
    kit.recorder.clear()

    const result = kit.connection.send('cursor', { queue: false })

    expect(result).toBe('dropped')
    expect(kit.recorder.names()).toEqual([])
    expect(kit.connection.queued).toBe(0)
  })

  it('is dropped over a socket that is closing', () => {
    const kit = setUpOpen(text)
    kit.link.readyState = 2

    expect(kit.connection.send('cursor', { queue: false })).toBe('dropped')
    expect(kit.connection.status).toBe('reconnecting')
  })
})

describe('send() with a signal', () => {
  const aborted: Drop = { data: 'a', reason: 'aborted' }

  it('drops a message that is aborted while it waits', async () => {
    const kit = await setUpSuspected('visible')
    const controller = new AbortController()
    kit.connection.send('a', { signal: controller.signal })
    kit.connection.send('b')

    controller.abort()
    kit.server.send('alive')

    expect(received(kit)).toEqual(['b'])
    expect(kit.recorder.of('drop')).toEqual([aborted])
  })

  it('drops one whose signal is aborted already', () => {
    const kit = setUpOpen(text)

    const result = kit.connection.send('a', { signal: AbortSignal.abort() })

    expect(result).toBe('dropped')
    expect(kit.recorder.of('drop')).toEqual([aborted])
    expect(received(kit)).toEqual([])
  })

  it('frees the room of what was aborted', async () => {
    const kit = await setUpSuspected('visible', { outbox: { maxMessages: 1 } })
    const controller = new AbortController()
    kit.connection.send('a', { signal: controller.signal })
    controller.abort()

    kit.connection.send('b')

    expect(received(kit)).toEqual([])
    expect(kit.connection.queued).toBe(1)
  })

  it('changes nothing once the message was dropped for another reason', () => {
    const kit = setUpOpen(text)
    kit.server.drop()
    const controller = new AbortController()
    kit.connection.send('a', { signal: controller.signal })
    kit.connection.close()

    controller.abort()

    expect(kit.recorder.of('drop')).toEqual([{ data: 'a', reason: 'closed' }])
  })
})

describe('a buffer that is detached', () => {
  it('is an error and a drop, not an exception', () => {
    const kit = setUpOpen(text)
    kit.server.drop()
    kit.recorder.clear()
    const bytes = new Uint8Array(8)
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] })

    const result = kit.connection.send(bytes.buffer)

    expect(result).toBe('dropped')
    expect(kit.recorder.errorCodes).toEqual(['R0003'])
  })
})

describe('a drop listener that sends again', () => {
  it('does not loop in one task', async () => {
    const kit = setUpOpen(text)
    let drops = 0
    kit.connection.on('drop', ({ data }) => {
      drops++
      if (drops < 10) kit.connection.send(data)
    })
    kit.connection.close()

    kit.connection.send('again')

    expect(drops).toBe(1)
    await kit.timers.advance(1)
    expect(drops).toBe(10)
  })
})

describe('dispose() inside a listener', () => {
  it('gives each queued message its outcome', () => {
    const kit = setUpOpen(text)
    kit.server.drop()
    kit.connection.send('a')
    kit.connection.on('error', () => kit.connection.dispose())

    kit.connection.send({ n: 1n })

    expect(kit.recorder.of('drop')).toContainEqual({ data: 'a', reason: 'closed' })
  })
})

describe('a long upload', () => {
  const short = { interval: 1_000, timeout: 1_000 }

  it('is progress while bufferedAmount falls', async () => {
    const kit = setUpOpen({ ...text, heartbeat: short }, { pong: null })
    kit.link.bufferedAmount = 24e6

    for (let second = 0; second < 15; second += 0.5) {
      kit.link.bufferedAmount -= 750_000
      await kit.timers.advance(500)
    }

    expect(kit.connection.isOpen).toBe(true)
    expect(kit.recorder.of('close')).toEqual([])
  })

  // Chromium reported 24 MB at 1.5 MB/s so: a step each 1.1 s, and nothing for the last 2.8 s, while
  // the system passed on what it had taken.
  it.each([0, 200, 400, 600, 800, 1_000])(
    'is progress in the steps that Chromium reports, to its end (%i ms on)',
    async (offset) => {
      const kit = setUpOpen({ ...text, heartbeat: short }, { pong: null })
      kit.link.bufferedAmount = 19.5e6
      await kit.timers.advance(offset)

      for (let step = 0; step < 12; step++) {
        await kit.timers.advance(1_100)
        kit.link.bufferedAmount -= 1.6e6
      }
      await kit.timers.advance(1_100)
      kit.link.bufferedAmount = 0
      await kit.timers.advance(2_800)

      expect(kit.recorder.of('close')).toEqual([])
    },
  )

  it('is none once all of it has gone', async () => {
    const kit = setUpOpen({ ...text, heartbeat: short }, { pong: null })
    kit.link.bufferedAmount = 4e6
    await kit.timers.advance(900)
    kit.link.bufferedAmount = 0

    await kit.timers.advance(4_000)

    expect(kit.connection.lastClose?.cause).toBe('heartbeat')
  })
})

describe('a suspicion that the page raised', () => {
  it('gives the next link twice the window after a death', async () => {
    const kit = setUpOpen({ ...text, reconnect: { delay: () => 0 } }, { pong: null })
    const lives: number[] = []

    for (let link = 0; link < 4; link++) {
      while (!kit.connection.isOpen) await kit.timers.advance(10)
      await kit.timers.advance(2_000)
      kit.page.emit('visible')
      const start = kit.timers.now()
      while (kit.recorder.of('close').length === link) await kit.timers.advance(100)
      lives.push(kit.timers.now() - start)
    }

    expect(lives).toEqual([5_000, 10_000, 10_000, 10_000])
    expect(takeWarnings()).toHaveLength(1)
  })
})
