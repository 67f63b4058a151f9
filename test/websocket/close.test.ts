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

/** What is emitted, and what is left, once everything has happened that could. */
async function outcomeOf(kit: Kit): Promise<{ story: string[]; left: unknown; linkCount: number }> {
  kit.server.accept()
  await kit.timers.advance(EVER)
  return { story: kit.recorder.story, left: leftOvers(kit), linkCount: kit.linkCount }
}

describe('close() on an open link', () => {
  it('emits the code of the other side where that is another', () => {
    const { socket, server, recorder, link } = setUpOpen()

    socket.close(4_000)
    link.emit('close', { code: 1001, reason: 'first', wasClean: true })

    expect(server.connections).toHaveLength(1)
    expect(recorder.story).toEqual(['close 1001'])
  })

  it('waits timeoutInterval at most, then it is 1006 and not clean', async () => {
    const kit = setUpOpen()
    const { socket, server, timers, recorder } = kit
    server.goSilent()

    socket.close(4_000)
    await timers.advance(TIMEOUT - 1)
    expect(socket.readyState).toBe(socket.CLOSING)
    expect(recorder.types).toEqual([])
    await timers.advance(1)

    expect(recorder.story).toEqual(['error', 'close 1006'])
    expect(recorder.of('close')).toMatchObject([{ wasClean: false }])
    expect(recorder.states).toEqual([socket.CLOSED, socket.CLOSED])
    expect(leftOvers(kit)).toEqual(NOTHING)
  })

  it('that the server has begun to close waits for that', async () => {
    const { socket, link, recorder, timers } = setUpOpen()
    link.readyState = 2

    socket.close()
    link.emit('close', { code: 1012, wasClean: true })
    await timers.advance(EVER)

    expect(recorder.story).toEqual(['close 1012'])
  })

  it('retries nothing', async () => {
    const kit = setUpOpen()

    kit.socket.close()

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1005'], left: NOTHING, linkCount: 1 })
  })
})

describe('close() while connecting', () => {
  it('of a retry gives error and close 1006', async () => {
    const kit = setUpWaiting()
    kit.server.goSilent()
    await kit.timers.advance(1_000)
    expect(kit.linkCount).toBe(2)

    kit.socket.close()

    expect(await outcomeOf(kit)).toEqual({
      story: ['error', 'close 1006'],
      left: NOTHING,
      linkCount: 2,
    })
  })

  it('does not wait for a native socket that says nothing', async () => {
    const { socket, timers, recorder, link } = setUp()
    link.socket.close = () => {}

    socket.close()
    await timers.advance(0)

    expect(recorder.story).toEqual(['error', 'close 1006'])
  })
})

describe('close() while the url function is pending', () => {
  it('gives one close, and what the function says then is not attempted', async () => {
    let answer: (url: string) => void = () => {}
    const kit = setUp({ url: () => new Promise<string>((resolve) => (answer = resolve)) })

    kit.socket.close()
    answer('wss://host.test')

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1006'], left: NOTHING, linkCount: 0 })
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
    const { socket, recorder } = kit

    socket.close()
    expect(socket.readyState).toBe(socket.CLOSING)
    expect(recorder.types).toEqual([])

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1006'], left: NOTHING, linkCount: 1 })
    expect(recorder.of('close')).toMatchObject([{ reason: '', wasClean: false }])
    expect(recorder.states).toEqual([socket.CLOSED])
  })

  it('does the same while suspended', async () => {
    const kit = setUpOpen()
    kit.page.online = false
    kit.server.drop()
    kit.recorder.clear()

    kit.socket.close()
    kit.page.goOnline()

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1006'], left: NOTHING, linkCount: 1 })
  })
})

describe('close() of a socket that was never opened', () => {
  it('gives one close', async () => {
    const kit = setUp({ automaticOpen: false })

    kit.socket.close()

    expect(await outcomeOf(kit)).toEqual({ story: ['close 1006'], left: NOTHING, linkCount: 0 })
    expect(kit.socket.readyState).toBe(kit.socket.CLOSED)
  })
})

describe('close() again', () => {
  it('once it has given up is not emitted', async () => {
    const kit = setUpOpen({ maxReconnectAttempts: 0 })
    kit.server.drop()
    kit.recorder.clear()

    kit.socket.close()

    expect(kit.socket.readyState).toBe(kit.socket.CLOSED)
    expect(await outcomeOf(kit)).toEqual({ story: [], left: NOTHING, linkCount: 1 })
  })
})

describe('the arguments of close()', () => {
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
