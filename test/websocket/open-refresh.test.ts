import { describe, expect, it } from 'vitest'
import { EVER, liveLinks, setUp, setUpOpen, setUpWaiting } from './support/set-up.ts'

describe('open()', () => {
  it('does nothing while open', async () => {
    const { socket, timers, server, recorder } = setUpOpen()

    socket.open()
    await timers.advance(EVER)

    expect(server.connections).toHaveLength(1)
    expect(recorder.types).toEqual([])
  })

  it('does nothing while connecting', () => {
    const { socket, server, recorder } = setUp()

    socket.open()

    expect(server.connections).toHaveLength(1)
    expect(recorder.types).toEqual([])
  })

  it('ends a wait: it attempts now, as the retry that was due', async () => {
    const { socket, server, timers, recorder } = setUpWaiting()

    socket.open()
    await timers.advance(EVER)

    expect(server.connections).toHaveLength(2)
    expect(recorder.types).toEqual(['open'])
    expect(recorder.of('open')).toMatchObject([{ isReconnect: true }])
  })

  it('works after close()', async () => {
    const { socket, server, timers, recorder } = setUpOpen()
    socket.close()
    await timers.advance(0)
    recorder.clear()

    socket.open()
    expect(socket.readyState).toBe(socket.CONNECTING)
    await timers.advance(0)

    expect(recorder.types).toEqual(['connecting', 'open'])
    expect(server.connections).toHaveLength(2)
  })

  it('while closing ends the closing first', async () => {
    const kit = setUpOpen()
    const { socket, server, timers, recorder } = kit
    server.goSilent()
    socket.close()

    socket.open()
    expect(recorder.story).toEqual(['error', 'close 1006', 'connecting'])
    expect(liveLinks(kit)).toBe(1)
    server.accept()
    await timers.advance(EVER)

    expect(recorder.types).toEqual(['error', 'close', 'connecting', 'open'])
    expect(server.connections).toHaveLength(2)
  })

  it('works once it has given up', async () => {
    const { socket, server, timers, recorder } = setUpOpen({ maxReconnectAttempts: 0 })
    server.drop()
    recorder.clear()

    socket.open()
    await timers.advance(0)

    expect(recorder.types).toEqual(['connecting', 'open'])
    expect(socket.readyState).toBe(socket.OPEN)
  })
})

describe('refresh()', () => {
  it('replaces an open link, without waiting for its native close', async () => {
    const kit = setUpOpen()
    const { socket, server, recorder } = kit
    server.goSilent()

    socket.refresh()

    expect(server.connections).toHaveLength(2)
    expect(liveLinks(kit)).toBe(1)
    expect(socket.readyState).toBe(socket.CONNECTING)
    expect(recorder.story).toEqual(['connecting 1005', 'close 1005'])
    expect(recorder.of('close')).toMatchObject([{ wasClean: true }])
  })

  it('replaces an attempt, which has failed then', async () => {
    const kit = setUp()
    const { socket, server, timers, recorder } = kit

    socket.refresh()
    expect(server.connections).toHaveLength(2)
    expect(liveLinks(kit)).toBe(1)
    server.accept()
    await timers.advance(EVER)

    expect(recorder.story).toEqual(['error', 'connecting 1006', 'close 1006', 'open'])
  })

  it('replaces a retry without telling the loss again', async () => {
    const { socket, server, timers, recorder } = setUpWaiting()
    server.goSilent()
    await timers.advance(1_000)

    socket.refresh()

    expect(server.connections).toHaveLength(3)
    expect(recorder.story).toEqual(['error', 'connecting 1006'])
  })

  it('ends a wait', async () => {
    const { socket, server, timers, recorder } = setUpWaiting()

    socket.refresh()
    await timers.advance(EVER)

    expect(server.connections).toHaveLength(2)
    expect(recorder.types).toEqual(['open'])
  })

  it('connects without asking maxReconnectAttempts', async () => {
    const { socket, server, timers } = setUpOpen({ maxReconnectAttempts: 0 })

    socket.refresh()
    await timers.advance(0)

    expect(server.connections).toHaveLength(2)
    expect(socket.readyState).toBe(socket.OPEN)
  })

  it('opens what is closed', async () => {
    const { socket, server, timers, recorder } = setUpOpen()
    socket.close()
    await timers.advance(0)
    recorder.clear()

    socket.refresh()
    await timers.advance(0)

    expect(recorder.types).toEqual(['connecting', 'open'])
    expect(recorder.of('open')).toMatchObject([{ isReconnect: false }])
    expect(server.connections).toHaveLength(2)
  })

  it('opens what was never opened', async () => {
    const { socket, server, timers } = setUp({ automaticOpen: false })
    server.accept()

    socket.refresh()
    await timers.advance(0)

    expect(socket.readyState).toBe(socket.OPEN)
    expect(server.connections).toHaveLength(1)
  })

  it('counts as a retry', () => {
    const { socket } = setUpOpen()

    socket.refresh()

    expect(socket.reconnectAttempts).toBe(1)
  })
})
