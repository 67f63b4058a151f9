import { describe, expect, it } from 'vitest'
import {
  EVER,
  leftOvers,
  NOTHING,
  setUp,
  setUpOpen,
  setUpWaiting,
  TIMEOUT,
  type Kit,
} from './support/set-up.ts'

const pending = (): Promise<never> => new Promise(() => {})

/** What is told, and what is left, once everything has happened that could. */
async function outcomeOf(kit: Kit): Promise<{ story: string[]; left: unknown; dials: number }> {
  kit.server.accept()
  await kit.timers.advance(EVER)
  return { story: kit.told.story, left: leftOvers(kit), dials: kit.dials }
}

describe('close() on an open link', () => {
  it('is CLOSING until the other side has answered', async () => {
    const kit = setUpOpen()
    const { socket, told } = kit

    socket.close()
    expect(socket.readyState).toBe(socket.CLOSING)
    expect(told.types).toEqual([])
    await kit.timers.advance(0)

    expect(socket.readyState).toBe(socket.CLOSED)
    expect(told.story).toEqual(['close 1005'])
    expect(told.states).toEqual([socket.CLOSED])
    expect(leftOvers(kit)).toEqual(NOTHING)
  })

  it('tells the code and the reason that were agreed', async () => {
    const { socket, timers, told, link } = setUpOpen()

    socket.close(4_000, 'enough')
    await timers.advance(0)

    expect(link).toMatchObject({ closeCode: 4_000, closeReason: 'enough' })
    expect(told.of('close')).toMatchObject([{ code: 4_000, reason: 'enough', wasClean: true }])
  })

  it('tells the code of the other side where that is another', () => {
    const { socket, server, told, link } = setUpOpen()

    socket.close(4_000)
    link.emit('close', { code: 1001, reason: 'first', wasClean: true })

    expect(server.connections).toHaveLength(1)
    expect(told.story).toEqual(['close 1001'])
  })

  it('waits timeoutInterval at most, then it is 1006 and not clean', async () => {
    const kit = setUpOpen()
    const { socket, server, timers, told } = kit
    server.goSilent()

    socket.close(4_000)
    await timers.advance(TIMEOUT - 1)
    expect(socket.readyState).toBe(socket.CLOSING)
    expect(told.types).toEqual([])
    await timers.advance(1)

    expect(told.story).toEqual(['error', 'close 1006'])
    expect(told.of('close')).toMatchObject([{ wasClean: false }])
    expect(told.states).toEqual([socket.CLOSED, socket.CLOSED])
    expect(leftOvers(kit)).toEqual(NOTHING)
  })

  it('is told once, though the native close comes a minute later', async () => {
    const { socket, server, timers, told } = setUpOpen()
    server.goSilent()

    socket.close()
    await timers.advance(EVER)

    expect(told.of('close')).toHaveLength(1)
  })

  it('is told once, though the native socket says close twice', async () => {
    const { socket, timers, told, link } = setUpOpen()

    socket.close()
    link.emit('close', { code: 1005, wasClean: true })
    link.emit('close')
    await timers.advance(EVER)

    expect(told.story).toEqual(['close 1005'])
  })

  it('delivers no message that comes meanwhile', () => {
    const { socket, link, told } = setUpOpen()

    socket.close()
    link.emit('message', { data: 'late' })

    expect(told.types).toEqual([])
  })

  it('that the server has begun to close waits for that', async () => {
    const { socket, link, told, timers } = setUpOpen()
    link.readyState = 2

    socket.close()
    link.emit('close', { code: 1012, wasClean: true })
    await timers.advance(EVER)

    expect(told.story).toEqual(['close 1012'])
  })

  it('redials nothing', async () => {
    const kit = setUpOpen()

    kit.socket.close()

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1005'], left: NOTHING, dials: 1 })
  })
})

describe('close() while dialling', () => {
  it('gives error and close 1006, and neither at once', async () => {
    const kit = setUp()
    const { socket, told, link } = kit

    socket.close()
    expect(socket.readyState).toBe(socket.CLOSING)
    expect(link.closeCode).not.toBeNull()
    expect(told.types).toEqual([])

    expect(await outcomeOf(kit)).toEqual({
      story: ['error', 'close 1006'],
      left: NOTHING,
      dials: 1,
    })
    expect(told.states).toEqual([socket.CLOSED, socket.CLOSED])
  })

  it('does so for a redial', async () => {
    const kit = setUpWaiting()
    kit.server.goSilent()
    await kit.timers.advance(1_000)
    expect(kit.dials).toBe(2)

    kit.socket.close()

    expect(await outcomeOf(kit)).toEqual({
      story: ['error', 'close 1006'],
      left: NOTHING,
      dials: 2,
    })
  })

  it('does not wait for a native socket that says nothing', async () => {
    const { socket, timers, told, link } = setUp()
    link.socket.close = () => {}

    socket.close()
    await timers.advance(0)

    expect(told.story).toEqual(['error', 'close 1006'])
  })
})

describe('close() while the url function is pending', () => {
  it('gives one close, and what the function says then is not dialled', async () => {
    let answer: (url: string) => void = () => {}
    const kit = setUp({ url: () => new Promise<string>((resolve) => (answer = resolve)) })

    kit.socket.close()
    answer('wss://host.test')

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1006'], left: NOTHING, dials: 0 })
  })

  it('aborts its signal', () => {
    const signals: AbortSignal[] = []
    const { socket } = setUp({
      url: ({ signal }) => {
        signals.push(signal)
        return pending()
      },
    })

    socket.close()

    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })
})

describe('close() while waiting', () => {
  it('ends in one close, which comes later', async () => {
    const kit = setUpWaiting()
    const { socket, told } = kit

    socket.close()
    expect(socket.readyState).toBe(socket.CLOSING)
    expect(told.types).toEqual([])

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1006'], left: NOTHING, dials: 1 })
    expect(told.of('close')).toMatchObject([{ reason: '', wasClean: false }])
    expect(told.states).toEqual([socket.CLOSED])
  })

  it('leaves no timer that would dial', async () => {
    const { socket, timers } = setUpWaiting()

    socket.close()
    await timers.advance(0)

    expect(timers.pending).toBe(0)
  })

  it('does the same while suspended', async () => {
    const kit = setUpOpen()
    kit.page.online = false
    kit.server.drop()
    kit.told.clear()

    kit.socket.close()
    kit.page.goOnline()

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1006'], left: NOTHING, dials: 1 })
  })
})

describe('close() of a socket that was never opened', () => {
  it('gives one close', async () => {
    const kit = setUp({ automaticOpen: false })

    kit.socket.close()

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1006'], left: NOTHING, dials: 0 })
    expect(kit.socket.readyState).toBe(kit.socket.CLOSED)
  })
})

describe('close() again', () => {
  it('while closing changes nothing', async () => {
    const kit = setUpOpen()

    kit.socket.close(4_000, 'first')
    kit.socket.close(4_001, 'second')

    expect(kit.link).toMatchObject({ closeCode: 4_000, closeReason: 'first' })
    expect((await outcomeOf(kit)).story).toEqual(['close 4000'])
  })

  it('once closed is told to nobody', async () => {
    const kit = setUpOpen()
    kit.socket.close()
    await kit.timers.advance(0)
    kit.told.clear()

    kit.socket.close()

    expect(kit.socket.readyState).toBe(kit.socket.CLOSED)
    expect(await outcomeOf(kit)).toEqual({ story: [], left: NOTHING, dials: 1 })
  })

  it('once it has given up is told to nobody', async () => {
    const kit = setUpOpen({ maxReconnectAttempts: 0 })
    kit.server.drop()
    kit.told.clear()

    kit.socket.close()

    expect(kit.socket.readyState).toBe(kit.socket.CLOSED)
    expect(await outcomeOf(kit)).toEqual({ story: [], left: NOTHING, dials: 1 })
  })
})

describe('the arguments of close()', () => {
  it.each([0, 999, 1001, 1005, 1006, 2999, 5000, 65_536 + 1000, NaN, null])(
    'code %s is an InvalidAccessError, and the link stays',
    (code) => {
      const { socket, link } = setUpOpen()

      expect(() => socket.close(code as number)).toThrow(
        expect.objectContaining({ name: 'InvalidAccessError' }),
      )
      expect(link.closeCode).toBeNull()
      expect(socket.readyState).toBe(socket.OPEN)
    },
  )

  it.each([1000, 3000, 4999])('code %i may be used', (code) => {
    const { socket, link } = setUpOpen()

    socket.close(code)

    expect(link.closeCode).toBe(code)
  })

  it.each([
    { reason: 'x'.repeat(124), bytes: 124 },
    { reason: 'é'.repeat(62), bytes: 124 },
  ])('a reason of $bytes bytes is a SyntaxError, and the link stays', ({ reason }) => {
    const { socket, link } = setUpOpen()

    expect(() => socket.close(1000, reason)).toThrow(
      expect.objectContaining({ name: 'SyntaxError' }),
    )
    expect(link.closeCode).toBeNull()
  })

  it('a reason of 123 bytes may be used', () => {
    const { socket, link } = setUpOpen()

    socket.close(1000, 'x'.repeat(123))

    expect(link.closeReason).toBe('x'.repeat(123))
  })

  it('are converted as those of a WebSocket', () => {
    const { socket, link } = setUpOpen()

    socket.close('4000' as never, 7 as never)

    expect(link).toMatchObject({ closeCode: 4_000, closeReason: '7' })
  })

  it('a reason without a code goes with 1000', () => {
    const { socket, link } = setUpOpen()

    socket.close(undefined, 'why')

    expect(link).toMatchObject({ closeCode: 1000, closeReason: 'why' })
  })

  it('none send none', () => {
    const { socket, link } = setUpOpen()

    socket.close()

    expect(link.closeCode).toBe(1005)
  })

  it('are looked at in every state', async () => {
    const waiting = setUpWaiting()
    const closed = setUpOpen()
    closed.socket.close()
    await closed.timers.advance(0)

    for (const { socket } of [waiting, closed, setUp({ automaticOpen: false })]) {
      expect(() => socket.close(1001)).toThrow(DOMException)
    }
  })
})
