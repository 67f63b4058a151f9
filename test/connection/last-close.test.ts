import { describe, expect, it } from 'vitest'
import { FIRST_DELAY, setUpOpen, setUpPinged, TIMEOUT } from './support/set-up.ts'

describe('lastClose', () => {
  it('is null at first', () => {
    expect(setUpOpen().connection.lastClose).toBeNull()
  })

  it('names the server, with its code and reason', () => {
    const { connection, server } = setUpOpen()

    server.close(4000, 'bye')

    expect(connection.lastClose).toEqual({
      code: 4000,
      reason: 'bye',
      wasClean: true,
      cause: 'server',
    })
  })

  it('names the network when the connection broke', () => {
    const { connection, server } = setUpOpen()

    server.drop()

    expect(connection.lastClose).toEqual({
      code: 1006,
      reason: '',
      wasClean: false,
      cause: 'network',
    })
  })

  it('names the heartbeat', async () => {
    const { connection, timers } = await setUpPinged()

    await timers.advance(TIMEOUT)

    expect(connection.lastClose).toEqual({
      code: 1006,
      reason: '',
      wasClean: false,
      cause: 'heartbeat',
    })
  })

  it('names the handshake', () => {
    const handshake = (): void => {
      throw new Error('no')
    }
    const { connection } = setUpOpen({ handshake })

    expect(connection.lastClose).toEqual({
      code: 1006,
      reason: '',
      wasClean: false,
      cause: 'handshake',
    })
  })

  it('names the page', () => {
    const { connection, page } = setUpOpen()

    page.emit('pagehide')

    expect(connection.lastClose).toEqual({
      code: 1006,
      reason: '',
      wasClean: false,
      cause: 'page',
    })
  })

  it('names the client, with what was passed', () => {
    const { connection } = setUpOpen()

    connection.close(4321, 'done')

    expect(connection.lastClose).toMatchObject({ code: 4321, reason: 'done', cause: 'client' })
  })

  it('is 1005 when the client passed no code', () => {
    const { connection } = setUpOpen()

    connection.reconnect()

    expect(connection.lastClose).toMatchObject({ code: 1005, reason: '', cause: 'client' })
  })

  it('survives the next opening', async () => {
    const { connection, server, timers } = setUpOpen()
    server.close(4000)

    await timers.advance(FIRST_DELAY)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose?.code).toBe(4000)
  })
})
