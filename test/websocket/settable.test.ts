import { describe, expect, it } from 'vitest'
import type { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { setUp, setUpOpen, setUpWaiting } from './support/set-up.ts'

type Settable = Pick<
  ReconnectingWebSocket,
  | 'debug'
  | 'reconnectInterval'
  | 'maxReconnectInterval'
  | 'reconnectDecay'
  | 'timeoutInterval'
  | 'maxReconnectAttempts'
>

const set = (socket: object, values: object): unknown => Object.assign(socket, values)

describe('an option set as a property', () => {
  it.each<Partial<Settable>>([
    { debug: true },
    { reconnectInterval: 5 },
    { maxReconnectInterval: 5 },
    { reconnectDecay: 2 },
    { timeoutInterval: 5 },
    { maxReconnectAttempts: 5 },
    { maxReconnectAttempts: null },
  ])('is read back: %j', (values) => {
    const { socket } = setUp({ automaticOpen: false, maxReconnectAttempts: 1 })

    set(socket, values)

    expect(socket).toMatchObject(values)
  })

  it('leaves the other options alone', () => {
    const { socket } = setUp({ reconnectDecay: 3, heartbeat: { interval: 5_000 } })

    socket.reconnectInterval = 5

    expect(socket.reconnectDecay).toBe(3)
    expect(socket.binaryType).toBe('blob')
  })

  it('is undefined for the default', () => {
    const { socket } = setUp({ reconnectInterval: 5 })

    set(socket, { reconnectInterval: undefined })

    expect(socket.reconnectInterval).toBe(1_000)
  })

  it('that is wrong throws, names itself and changes nothing', () => {
    const { socket } = setUp()

    expect(() => (socket.reconnectInterval = -1)).toThrow('Option "reconnectInterval" is -1')
    expect(() => (socket.debug = 'yes' as never)).toThrow('Option "debug" is "yes"')

    expect(socket.reconnectInterval).toBe(1_000)
    expect(socket.debug).toBe(false)
  })

  it('that the heartbeat does not go with throws and changes nothing', () => {
    const pong = new Uint8Array([1])
    const { socket } = setUpOpen({ binaryType: 'arraybuffer', heartbeat: { pong } })

    expect(() => (socket.binaryType = 'blob')).toThrow('heartbeat.pong')

    expect(socket.binaryType).toBe('arraybuffer')
    expect(() => (socket.reconnectInterval = 5)).not.toThrow()
  })
})

describe('set later,', () => {
  it.each(['reconnectInterval', 'maxReconnectInterval'] as const)(
    '%s holds for the next wait',
    async (name) => {
      const { socket, server, timers } = setUpOpen()

      socket[name] = 20
      server.drop()
      await timers.advance(20)

      expect(server.connections).toHaveLength(2)
    },
  )

  it('reconnectInterval leaves a wait that has begun alone', async () => {
    const { socket, server, timers } = setUpWaiting()

    socket.reconnectInterval = 20
    await timers.advance(999)
    expect(server.connections).toHaveLength(1)
    await timers.advance(1)

    expect(server.connections).toHaveLength(2)
  })

  it('reconnectDecay holds for the next wait', async () => {
    const { socket, server, timers } = setUpWaiting()
    server.refuse()

    socket.reconnectDecay = 3
    await timers.advance(1_000)
    expect(server.connections).toHaveLength(2)
    await timers.advance(2_999)
    expect(server.connections).toHaveLength(2)
    await timers.advance(1)

    expect(server.connections).toHaveLength(3)
  })

  it.each([
    ['attempt', 'refresh', ['connecting 1005', 'close 1005', 'error', 'connecting 1006']],
    ['close()', 'close', ['error', 'close 1006']],
  ] as const)('timeoutInterval holds for the next %s', async (_, call, story) => {
    const { socket, server, timers, recorder } = setUpOpen()
    server.goSilent()

    socket.timeoutInterval = 70
    socket[call]()
    await timers.advance(70)

    expect(recorder.story).toEqual(story)
  })

  it('maxReconnectAttempts holds for the next loss', () => {
    const { socket, server, recorder } = setUpOpen()

    socket.maxReconnectAttempts = 0
    server.drop()

    expect(recorder.story).toEqual(['error', 'close 1006'])
    expect(socket.readyState).toBe(socket.CLOSED)
  })

  it('none of them replaces the link', () => {
    const { socket, server, recorder } = setUpOpen()

    set(socket, { debug: false, reconnectInterval: 5, timeoutInterval: 5, reconnectDecay: 2 })

    expect(server.connections).toHaveLength(1)
    expect(recorder.entries).toEqual([])
  })
})
