import { describe, expect, it } from 'vitest'
import { takeWarnings } from '../support/console.ts'
import { setUpOpen, type Kit } from './support/set-up.ts'

describe('three links in a row that die unanswered', () => {
  it('are an error that says that the server probably does not know this heartbeat', async () => {
    const { timers, recorder } = setUpOpen({}, { pong: null })
    while (recorder.of('close').length < 2) await timers.advance(1_000)
    expect(recorder.errorCodes).toEqual([])

    while (recorder.of('close').length < 3) await timers.advance(1_000)

    expect(recorder.errorCodes).toEqual(['R0007'])
    expect(recorder.names('status', 'close', 'error').slice(-3)).toEqual([
      'status',
      'close',
      'error',
    ])
    expect(takeWarnings()).toEqual([expect.stringContaining('HEARTBEAT_SOCKET_R0007')])
  })

  it('are none when one in between was answered', async () => {
    let answers = 0
    const pong = (): string | null => (answers-- > 0 ? 'pong' : null)
    const { timers, recorder, server, connection } = setUpOpen({}, { pong })
    while (recorder.of('close').length < 2) await timers.advance(1_000)
    answers = 1
    while (connection.latency === null) await timers.advance(1_000)

    server.drop()
    while (recorder.of('close').length < 4) await timers.advance(1_000)

    expect(recorder.errorCodes).toEqual([])
  })

  it('are printed once, whatever follows', async () => {
    const { timers, recorder, connection } = setUpOpen({}, { pong: null })

    await timers.advance(240_000)
    expect(takeWarnings()).toHaveLength(1)
    await timers.advance(1_200_000)
    connection.reconnect()
    connection.close()
    connection.connect()
    await timers.advance(1_200_000)

    // Once for each `connect()`, which begins anew.
    expect(recorder.errorCodes).toEqual(['R0007', 'R0007'])
  })

  it('stay readable through openings that are not stable', async () => {
    const { timers, connection, recorder } = await setUpUnanswered()

    while (!connection.isOpen) await timers.advance(1_000)

    expect(recorder.errorCodes).toEqual(['R0007'])
    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0007')
  })

  it('come back with the next opening after another error', async () => {
    const { timers, connection, server } = await setUpUnanswered()
    while (!connection.isOpen) await timers.advance(1_000)
    server.send('{')
    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0004')

    server.drop()
    while (!connection.isOpen) await timers.advance(1_000)

    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0007')
  })

  it('are over with a stable opening', async () => {
    const { timers, connection, server } = await setUpUnanswered()
    while (!connection.isOpen) await timers.advance(1_000)
    await timers.advance(10_000)

    server.send('1')

    expect(connection.attempts).toBe(0)
    expect(connection.error).toBeNull()
  })

  it('leave another error alone when an opening is stable', async () => {
    const { timers, connection, server } = await setUpUnanswered()
    while (!connection.isOpen) await timers.advance(1_000)
    server.send('{')
    await timers.advance(10_000)

    server.send('1')

    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0004')
  })
})

async function setUpUnanswered(): Promise<Kit> {
  const kit = setUpOpen({}, { pong: null })
  while (kit.recorder.of('close').length < 3) await kit.timers.advance(1_000)
  expect(takeWarnings()).toHaveLength(1)
  return kit
}
