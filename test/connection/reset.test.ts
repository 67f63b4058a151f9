import { describe, expect, it } from 'vitest'
import { setUp, setUpOpen } from './support/set-up.ts'

describe('reset()', () => {
  it('clears counters and last values, and leaves the link alone', () => {
    const { connection, server } = setUpOpen()
    server.send(1)
    server.send('{')
    connection.send('a')

    connection.reset()

    expect(connection).toMatchObject({
      status: 'open',
      received: 0,
      sent: 0,
      lastMessage: null,
      lastReceivedAt: null,
      error: null,
    })
  })

  it('drops what waits, as aborted', () => {
    const { connection, recorder } = setUp()
    connection.send('a')

    connection.reset()

    expect(connection.queued).toBe(0)
    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'aborted' }])
  })

  it('keeps the error of a connection that was given up', () => {
    const { connection, server } = setUp({ reconnect: false })
    server.refuse()

    connection.reset()

    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0005')
  })

  it('leaves the drops of a link that has just ended for after its close', async () => {
    const delay = (): number => {
      kit.connection.reset()
      return 100
    }
    const kit = setUpOpen({ reconnect: { delay }, heartbeat: { receipts: 1_000 } })
    kit.connection.send('a')
    await kit.timers.advance(1_100)
    kit.connection.send('b')

    kit.server.drop()

    expect(kit.recorder.names('close', 'drop')).toEqual(['close', 'drop'])
    expect(kit.recorder.of('drop')).toEqual([{ data: 'b', reason: 'unconfirmed' }])
  })
})
