import { describe, expect, it } from 'vitest'
import {
  EVER,
  FIRST_DELAY,
  leftOvers,
  NOTHING,
  setUp,
  setUpOpen,
  setUpWaiting,
  type Given,
  type Kit,
} from './support/set-up.ts'

/** How long each of the next waits was, in ms, with a server that refuses. */
async function waitsOf(kit: Kit, count: number): Promise<number[]> {
  const { server, timers } = kit
  const attemptedAt: number[] = []
  let seen = server.connections.length
  for (let ms = 0; attemptedAt.length < count; ms += 50) {
    await timers.advance(50)
    if (server.connections.length === seen) continue
    seen = server.connections.length
    attemptedAt.push(ms + 50)
  }
  return attemptedAt.map((at, index) => at - (attemptedAt[index - 1] ?? 0))
}

function setUpRefused(given: Given = {}): Kit {
  const kit = setUp(given)
  kit.server.refuse()
  return kit
}

describe('the delay', () => {
  it('grows by the decay from the interval, up to the greatest', async () => {
    const kit = setUpRefused({ reconnectDecay: 2 })

    expect(await waitsOf(kit, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  it('begins with the interval again after an opening, however short', async () => {
    const kit = setUpRefused()
    await waitsOf(kit, 3)
    kit.server.accept()
    await kit.timers.advance(30_000)
    expect(kit.socket.readyState).toBe(kit.socket.OPEN)

    kit.server.drop()

    expect(await waitsOf(kit, 1)).toEqual([FIRST_DELAY])
  })

  it('does not outgrow the greatest after many attempts', async () => {
    const kit = setUpRefused({ maxReconnectInterval: 100, reconnectDecay: 1e300 })

    expect(await waitsOf(kit, 4)).toEqual([100, 100, 100, 100])
  })

  it('of 0 retries at once, and stays 0', async () => {
    const kit = setUpRefused({ reconnectInterval: 0, maxReconnectAttempts: 3 })

    await kit.timers.advance(0)

    expect(kit.linkCount).toBe(4)
  })

  it.each([1002, 1003, 1008, 1009, 4401, 4403])(
    'is no other after the close code %i, and none is final',
    async (code) => {
      const { server, timers } = setUpOpen()

      for (let round = 1; round <= 3; round++) {
        server.close(code)
        await timers.advance(FIRST_DELAY)
        expect(server.connections).toHaveLength(round + 1)
      }
    },
  )
})

describe('reconnectAttempts', () => {
  it('counts the retries since the last opening', async () => {
    const { socket, server, timers } = setUpOpen()
    server.refuse()

    server.drop()
    expect(socket.reconnectAttempts).toBe(0)
    await timers.advance(1_000)
    expect(socket.reconnectAttempts).toBe(1)
    await timers.advance(1_500)
    expect(socket.reconnectAttempts).toBe(2)
  })

  it('is 0 at each open already', async () => {
    const { socket, timers } = setUpWaiting()
    const counts: number[] = []
    socket.onopen = () => counts.push(socket.reconnectAttempts)

    await timers.advance(FIRST_DELAY)

    expect(counts).toEqual([0])
  })
})

describe('a loss', () => {
  it('is emitted once, however many retries fail', async () => {
    const { socket, server, timers, recorder } = setUpOpen()
    server.refuse()

    server.drop()
    await timers.advance(4_750)

    const failure = ['error', 'connecting 1006']
    expect(recorder.story).toEqual([...failure, 'close 1006', ...failure, ...failure, ...failure])
    expect(new Set(recorder.states)).toEqual(new Set([socket.CONNECTING]))
  })

  it('of a link that never opened is emitted once too', async () => {
    const { timers, recorder } = setUpRefused()

    await timers.advance(2_500)

    expect(recorder.of('close')).toHaveLength(1)
    expect(recorder.of('error')).toHaveLength(3)
  })

  it('is emitted again after open()', async () => {
    const { socket, server, timers, recorder } = setUpRefused()
    socket.close()
    await timers.advance(0)
    recorder.clear()

    socket.open()
    await timers.advance(0)

    expect(recorder.story).toEqual(['connecting', 'error', 'connecting 1006', 'close 1006'])
    expect(server.connections).toHaveLength(2)
  })

  it('leads to one retry where error and close both come', async () => {
    const { link, server, timers, recorder } = setUpOpen()

    link.emit('error')
    link.emit('close')
    await timers.advance(FIRST_DELAY)

    expect(server.connections).toHaveLength(2)
    expect(recorder.of('error')).toHaveLength(1)
  })

  it('is found by an error that no close follows', async () => {
    const { link, timers, recorder } = setUpOpen()

    link.emit('error')
    await timers.advance(0)

    expect(recorder.story).toEqual(['error', 'connecting 1006', 'close 1006'])
  })
})

describe('maxReconnectAttempts', () => {
  it('null retries for ever', async () => {
    const kit = setUpRefused({ maxReconnectInterval: 1_000, maxReconnectAttempts: null })

    await kit.timers.advance(200_000)

    expect(kit.linkCount).toBe(201)
    expect(kit.socket.readyState).toBe(kit.socket.CONNECTING)
  })

  it('n allows n retries', async () => {
    const kit = setUpRefused({ maxReconnectAttempts: 3 })

    await kit.timers.advance(EVER)

    expect(kit.linkCount).toBe(4)
    expect(kit.socket.reconnectAttempts).toBe(3)
  })

  it('used up is emitted by one more close, and CLOSED', async () => {
    const kit = setUpOpen({ maxReconnectAttempts: 1 })
    kit.server.refuse()

    kit.server.drop()
    await kit.timers.advance(EVER)

    const loss = ['error', 'connecting 1006', 'close 1006']
    expect(kit.recorder.story).toEqual([...loss, 'error', 'close 1006'])
    expect(kit.recorder.states).toEqual([0, 0, 0, 3, 3])
    expect(leftOvers(kit)).toEqual(NOTHING)
  })

  it('0 makes it a WebSocket: error if not clean, one close, CLOSED', () => {
    const kit = setUpOpen({ maxReconnectAttempts: 0 })

    kit.server.drop()

    expect(kit.recorder.story).toEqual(['error', 'close 1006'])
    expect(kit.recorder.states).toEqual([3, 3])
    expect(leftOvers(kit)).toEqual(NOTHING)
  })

  it('0 keeps the code of the server', () => {
    const kit = setUpOpen({ maxReconnectAttempts: 0 })

    kit.server.close(1001, 'bye')

    expect(kit.recorder.story).toEqual(['close 1001'])
    expect(kit.recorder.of('close')).toMatchObject([{ reason: 'bye', wasClean: true }])
  })

  it('counts from the last opening', async () => {
    const kit = setUpOpen({ maxReconnectAttempts: 1 })

    for (let round = 0; round < 5; round++) {
      kit.server.drop()
      await kit.timers.advance(FIRST_DELAY)
    }

    expect(kit.socket.readyState).toBe(kit.socket.OPEN)
    expect(kit.linkCount).toBe(6)
  })

  it('counts from nothing after open()', async () => {
    const kit = setUpRefused({ maxReconnectAttempts: 2 })
    await kit.timers.advance(EVER)
    expect(kit.linkCount).toBe(3)

    kit.socket.open()
    await kit.timers.advance(EVER)

    expect(kit.linkCount).toBe(6)
    expect(kit.socket.readyState).toBe(kit.socket.CLOSED)
  })
})
