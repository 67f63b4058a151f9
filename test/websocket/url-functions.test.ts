import { describe, expect, it, vi } from 'vitest'
import { EVER, leftOvers, NOTHING, setUp, setUpOpen } from './support/set-up.ts'

describe('a url function', () => {
  it('gets how the last link ended', async () => {
    const url = vi.fn<(context: unknown) => string>(() => 'wss://host.test')
    const { server, timers } = setUp({ url })
    server.accept()

    server.close(4_000, 'token too old')
    await timers.advance(1_000)

    expect(url.mock.calls).toMatchObject([
      [{ lastClose: null }],
      [{ lastClose: { code: 4_000, reason: 'token too old' } }],
    ])
  })

  it('has url empty until it has said one', async () => {
    const { socket, timers, server } = setUp({ url: async () => 'wss://host.test/token' })

    expect(socket.url).toBe('')
    await timers.advance(0)
    expect(socket.url).toBe('wss://host.test/token')
    server.accept()

    expect(socket.url).toBe('wss://host.test/token')
  })

  it('gives messages the origin of what it said last', async () => {
    const hosts = ['one', 'two']
    const { server, timers, recorder } = setUp({ url: () => `wss://${hosts.shift()}.test` })
    server.accept()

    server.send('news')
    server.drop()
    await timers.advance(1_000)
    server.send('news')

    expect(recorder.of('message').map(({ origin }) => origin)).toEqual([
      'wss://one.test',
      'wss://two.test',
    ])
  })

  it('keeps url while it waits, and after close()', async () => {
    const { socket, server, timers } = setUpOpen({ url: () => 'wss://host.test/token' })

    server.drop()
    expect(socket.url).toBe('wss://host.test/token')
    socket.close()
    await timers.advance(0)

    expect(socket.url).toBe('wss://host.test/token')
  })

  it('that rejects is an attempt that failed: it is asked again', async () => {
    const answers = [Promise.reject(new Error('no token')), Promise.resolve('wss://host.test')]
    const { server, timers, recorder } = setUp({ url: () => answers.shift()! })
    server.accept()

    await timers.advance(1_000)

    expect(recorder.story).toEqual(['error', 'connecting 1006', 'close 1006', 'open'])
    expect(server.connections).toHaveLength(1)
  })

  it('that says what can not be connected to is an attempt that failed', async () => {
    const { server, timers, recorder } = setUp({ url: () => 'not a url' })

    await timers.advance(0)

    expect(server.connections).toHaveLength(0)
    expect(recorder.of('error')[0]!.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0002' })
  })
})

describe('a url function that says null', () => {
  it('puts off the attempt: nothing is emitted, and nothing waits', async () => {
    const kit = setUp({ url: () => null })

    await kit.timers.advance(EVER)

    expect(kit.recorder.types).toEqual([])
    expect(kit.socket.readyState).toBe(kit.socket.CONNECTING)
    expect(leftOvers(kit)).toEqual(NOTHING)
  })

  it('is asked again by open()', async () => {
    const urls = [null, 'wss://host.test']
    const { socket, server, timers, recorder } = setUp({ url: async () => urls.shift()! })
    server.accept()
    await timers.advance(0)

    socket.open()
    await timers.advance(0)

    expect(recorder.types).toEqual(['connecting', 'open'])
    expect(recorder.of('open')).toMatchObject([{ isReconnect: false }])
    expect(server.connections).toHaveLength(1)
  })

  it('can be closed', async () => {
    const { socket, timers, recorder } = setUp({ url: () => null })

    socket.close()
    await timers.advance(0)

    expect(recorder.story).toEqual(['close 1006'])
    expect(socket.readyState).toBe(socket.CLOSED)
  })
})
