import { describe, expect, it } from 'vitest'
import { FIRST_DELAY, setUpOpen } from './support/set-up.ts'

/** Pings after 900 ms of silence, given the dice of the kit. */
const heartbeat = { interval: 1_000, timeout: 500 }
const WAIT = 900

describe('a heartbeat', () => {
  it('pings after a silence, and its pongs reach no listener', async () => {
    const { server, timers, recorder, socket } = setUpOpen({ heartbeat })

    await timers.advance(10 * WAIT)

    expect(server.pings).toHaveLength(10)
    expect(recorder.types).toEqual([])
    expect(socket.readyState).toBe(socket.OPEN)
  })

  it('finds a half-open link and replaces it', async () => {
    const { server, timers, recorder, socket } = setUpOpen({ heartbeat })
    server.goSilent()

    await timers.advance(WAIT + 500)
    expect(recorder.story).toEqual(['error', 'connecting 1006', 'close 1006'])
    expect(socket.readyState).toBe(socket.CONNECTING)
    server.accept()
    await timers.advance(FIRST_DELAY)

    expect(recorder.types.at(-1)).toBe('open')
    expect(server.connections).toHaveLength(2)
  })

  it('takes a group of options, as a Connection does', async () => {
    const { timers, link, recorder, server } = setUpOpen(
      {
        heartbeat: {
          ...heartbeat,
          message: () => '{"type":"ping"}',
          pong: (data) => data === '{"type":"pong"}',
          reply: (data) => (data === 'are you there?' ? 'I am' : undefined),
        },
      },
      { ping: '{"type":"ping"}', pong: '{"type":"pong"}' },
    )

    await timers.advance(WAIT)
    server.send('are you there?')

    expect(link.sent).toEqual(['{"type":"ping"}', 'I am'])
    expect(recorder.types).toEqual([])
  })

  it('does not hide messages that only look like pongs where it is off', () => {
    const { server, recorder } = setUpOpen()

    server.send('pong')

    expect(recorder.of('message')).toMatchObject([{ data: 'pong' }])
  })

  it('goes on when other options are set', async () => {
    const { socket, server, timers } = setUpOpen({ heartbeat })

    socket.reconnectInterval = 5
    await timers.advance(10 * WAIT)

    expect(server.pings.length).toBeGreaterThanOrEqual(9)
  })

  it('that suspects the link keeps nothing from being sent: there is no queue', async () => {
    const { socket, page, link, timers } = setUpOpen({ heartbeat })
    await timers.advance(WAIT)
    page.goOffline()

    socket.send('news')

    expect(link.sent).toContain('news')
    expect(socket.bufferedAmount).toBe(0)
  })
})
