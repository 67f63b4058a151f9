import { describe, expect, it } from 'vitest'
import {
  EVER,
  FIRST_DELAY,
  leftOvers,
  liveLinks,
  NOTHING,
  setUp,
  setUpOpen,
  type Kit,
} from './support/set-up.ts'

const TYPES = ['connecting', 'open', 'message', 'error', 'close'] as const

const CALLS = {
  close: ({ socket }: Kit) => socket.close(),
  open: ({ socket }: Kit) => socket.open(),
  refresh: ({ socket }: Kit) => socket.refresh(),
  send: ({ socket }: Kit) => void (socket.readyState > 0 && socket.send('from a listener')),
  'close and open': ({ socket }: Kit) => {
    socket.close()
    socket.open()
  },
  'refresh and close': ({ socket }: Kit) => {
    socket.refresh()
    socket.close()
  },
}

const cases = TYPES.flatMap((type) =>
  Object.entries(CALLS).map(([name, call]) => ({ type, name, call })),
)

/** Opens, gets a message, loses the link twice, and gives everything time. */
async function live(kit: Kit): Promise<void> {
  const { socket, server, timers } = kit
  const steps = [
    () => socket.open(),
    () => server.accept(),
    () => server.send('news'),
    () => server.drop(),
    () => timers.advance(FIRST_DELAY),
    () => server.close(1001),
    () => timers.advance(10_000),
  ]
  for (const step of steps) {
    await step()
    expect(liveLinks(kit)).toBeLessThanOrEqual(1)
  }
}

describe('inside a listener, once,', () => {
  it.each(cases)(
    '$type: $name leaves one link at most, a state that holds, and nothing after close()',
    async (given) => {
      const kit = setUp({ automaticOpen: false })
      const { socket } = kit
      socket.addEventListener(given.type, () => given.call(kit), { once: true })

      await live(kit)

      const ends = given.name.endsWith('close')
      expect(socket.readyState).toBe(ends ? socket.CLOSED : socket.OPEN)
      expect(liveLinks(kit)).toBe(ends ? 0 : 1)
      socket.close()
      await kit.timers.advance(EVER)
      expect(socket.readyState).toBe(socket.CLOSED)
      expect(leftOvers(kit)).toEqual(NOTHING)
    },
  )
})

describe('close() inside a listener', () => {
  const losses: Record<string, [of: (typeof TYPES)[number], recorder: string[]]> = {
    'error at a loss keeps connecting from being emitted': ['error', ['error', 'close 1006']],
    'connecting at a loss leads to one close': [
      'connecting',
      ['error', 'connecting 1006', 'close 1006'],
    ],
    'close at a loss is emitted by one more, when it is CLOSED': [
      'close',
      ['error', 'connecting 1006', 'close 1006', 'close 1006'],
    ],
  }

  it.each(Object.keys(losses))('of %s', async (name) => {
    const [type, story] = losses[name]!
    const kit = setUpOpen()
    kit.socket.addEventListener(type, () => kit.socket.close())

    kit.server.drop()
    await kit.timers.advance(EVER)

    expect(kit.recorder.story).toEqual(story)
    expect(kit.recorder.states.at(-1)).toBe(3)
    expect(kit.linkCount).toBe(1)
  })

  it('of close at the end is not emitted', async () => {
    const kit = setUpOpen({ maxReconnectAttempts: 0 })
    kit.socket.onclose = () => kit.socket.close()

    kit.server.drop()
    await kit.timers.advance(EVER)

    expect(kit.recorder.story).toEqual(['error', 'close 1006'])
  })

  it.each(['open', 'message'] as const)(
    'of %s gives a close, and no further message',
    async (type) => {
      const kit = setUp()
      kit.socket.addEventListener(type, () => kit.socket.close())

      kit.server.accept()
      kit.server.send('one')
      kit.server.send('two')
      await kit.timers.advance(EVER)

      expect(kit.recorder.story).toEqual([...new Set(['open', type]), 'close 1005'])
    },
  )

  it('of connecting at open() gives error and close', async () => {
    const kit = setUp({ automaticOpen: false })
    kit.socket.onconnecting = () => kit.socket.close()

    kit.socket.open()
    await kit.timers.advance(EVER)

    expect(kit.recorder.story).toEqual(['connecting', 'error', 'close 1006'])
    expect(kit.linkCount).toBe(1)
  })
})

describe('open() inside a listener', () => {
  it('of close at the end opens it again', async () => {
    const kit = setUpOpen({ maxReconnectAttempts: 0 })
    kit.socket.onclose = () => kit.socket.open()

    kit.server.drop()
    await kit.timers.advance(0)

    expect(kit.recorder.story).toEqual(['error', 'close 1006', 'connecting', 'open'])
    expect(kit.linkCount).toBe(2)
  })

  it('of close after close() opens it again', async () => {
    const kit = setUpOpen()
    kit.socket.onclose = () => kit.socket.open()

    kit.socket.close()
    await kit.timers.advance(0)

    expect(kit.recorder.story).toEqual(['close 1005', 'connecting', 'open'])
    expect(kit.linkCount).toBe(2)
  })

  it('of error at the end still leads to its close, and the next loss is emitted', async () => {
    const kit = setUpOpen({ maxReconnectAttempts: 0 })
    kit.socket.addEventListener('error', () => kit.socket.open(), { once: true })

    kit.server.drop()
    kit.socket.maxReconnectAttempts = null
    await kit.timers.advance(0)
    kit.server.drop()
    await kit.timers.advance(0)

    const next = ['error', 'connecting 1006', 'close 1006']
    expect(kit.recorder.story).toEqual(['error', 'close 1006', 'connecting', 'open', ...next])
  })

  it('of error at the end does not hide that the new attempt failed', async () => {
    const kit = setUpOpen({ maxReconnectAttempts: 0 })
    kit.socket.addEventListener('error', () => kit.socket.open(), { once: true })
    kit.server.refuse()

    kit.server.drop()
    kit.socket.maxReconnectAttempts = null
    await kit.timers.advance(0)

    expect(kit.recorder.of('close')).toHaveLength(2)
  })

  it('of close, caused by an open() while closing, begins one series', async () => {
    const kit = setUpOpen()
    kit.server.goSilent()
    kit.socket.close()
    kit.socket.addEventListener('close', () => kit.socket.open(), { once: true })

    kit.socket.open()
    expect(kit.linkCount).toBe(2)
    expect(kit.socket.reconnectAttempts).toBe(0)
    kit.server.refuse()
    await kit.timers.advance(FIRST_DELAY)

    expect(kit.linkCount).toBe(3)
    expect(kit.socket.reconnectAttempts).toBe(1)
  })

  it('and close() before it leave the loss to the close that close() gives', async () => {
    const kit = setUpOpen()
    kit.socket.addEventListener('error', () => CALLS['close and open'](kit), { once: true })

    kit.server.drop()
    await kit.timers.advance(0)

    expect(kit.recorder.story).toEqual(['error', 'close 1006', 'connecting', 'open'])
    expect(kit.linkCount).toBe(2)
  })
})

describe('refresh() inside a listener', () => {
  it('of message replaces the link, and the rest is not emitted', async () => {
    const kit = setUpOpen()
    kit.socket.addEventListener('message', () => kit.socket.refresh(), { once: true })

    kit.server.send('one')
    kit.link.emit('message', { data: 'of the new link, which is not open' })
    await kit.timers.advance(0)

    expect(kit.recorder.story).toEqual(['message', 'connecting 1005', 'close 1005', 'open'])
  })

  it('of close at a loss attempts at once', async () => {
    const kit = setUpOpen()
    kit.socket.addEventListener('close', () => kit.socket.refresh(), { once: true })

    kit.server.drop()
    await kit.timers.advance(0)

    expect(kit.recorder.types).toEqual(['error', 'connecting', 'close', 'open'])
    expect(kit.linkCount).toBe(2)
  })
})

describe('send() inside a listener', () => {
  it.each(['connecting', 'close', 'error'] as const)(
    'of %s at a loss throws: there is no link',
    (type) => {
      const kit = setUpOpen()
      const thrown: unknown[] = []
      kit.socket.addEventListener(type, () => {
        try {
          kit.socket.send('news')
        } catch (error) {
          thrown.push(error)
        }
      })

      kit.server.drop()

      expect(thrown).toMatchObject([{ name: 'InvalidStateError' }])
    },
  )
})
