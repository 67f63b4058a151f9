import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import type { CloseInfo, SocketOptions } from 'vue-heartbeat-socket/socket'
import {
  FIRST_DELAY,
  microtasks,
  setUp,
  setUpOpen,
  setUpPinged,
  TIMEOUT,
  type Kit,
} from './support/set-up.ts'

describe('lastClose', () => {
  it('is null at first', () => {
    expect(setUpOpen().connection.lastClose).toBeNull()
  })

  const broken = { code: 1006, reason: '', wasClean: false, opened: true }
  const refusing = (): never => {
    throw new Error('no')
  }

  it.each<[CloseInfo['cause'], (kit: Kit) => unknown, Omit<CloseInfo, 'cause'>]>([
    [
      'server',
      ({ server }) => server.close(4000, 'bye'),
      { code: 4000, reason: 'bye', wasClean: true, opened: true },
    ],
    ['network', ({ server }) => server.drop(), broken],
    ['heartbeat', ({ timers }) => timers.advance(TIMEOUT), broken],
    ['page', ({ page }) => page.emit('pagehide'), broken],
    [
      'client',
      ({ connection }) => connection.close(4321, 'done'),
      { code: 4321, reason: 'done', wasClean: true, opened: true },
    ],
  ])('names the %s, and how the link ended', async (cause, end, expected) => {
    const kit = await setUpPinged()

    await end(kit)

    expect(kit.connection.lastClose).toEqual({ ...expected, cause })
  })

  it('names the handshake', () => {
    const { connection } = setUpOpen({ handshake: refusing })

    expect(connection.lastClose).toEqual({
      ...broken,
      cause: 'handshake',
      opened: false,
      error: new Error('no'),
    })
  })

  it('survives the next opening', async () => {
    const { connection, server, timers } = setUpOpen()
    server.close(4000)

    await timers.advance(FIRST_DELAY)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose?.code).toBe(4000)
  })
})

describe('CloseInfo.opened', () => {
  it('is false for an attempt that was refused, timed out or replaced', async () => {
    const { connection, server, timers, recorder } = setUp()
    server.refuse()
    server.goSilent()
    await timers.advance(FIRST_DELAY + 10_000)
    connection.reconnect()
    connection.reconnect()
    connection.close()

    expect(recorder.of('close').map(({ cause, opened }) => [cause, opened])).toEqual([
      ['network', false],
      ['connect-timeout', false],
      ['client', false],
      ['client', false],
    ])
  })

  it('is false for an attempt that the page ended', () => {
    const { connection, page } = setUp()

    page.emit('pagehide')

    expect(connection.lastClose).toMatchObject({ cause: 'page', opened: false })
  })
})

describe('CloseInfo.error', () => {
  class WrongPassword extends Error {}
  const fails = (): never => {
    throw new WrongPassword()
  }

  it.each<[string, Partial<SocketOptions>]>([
    ['url', { url: fails }],
    ['url, by a promise', { url: () => Promise.resolve().then(fails) }],
    ['protocols', { protocols: fails }],
    ['handshake', { handshake: fails }],
    ['handshake, by a promise', { handshake: () => Promise.resolve().then(fails) }],
  ])('is what the function threw: %s', async (_, options) => {
    const { connection, server } = setUp(options)
    server.accept()
    await microtasks()

    expect(connection.lastClose?.error).toBeInstanceOf(WrongPassword)
    expect(connection.lastClose?.opened).toBe(false)
  })

  it('lets shouldReconnect know a wrong password from a lost link', async () => {
    let password = 'right'
    const { connection, server, timers } = setUp({
      handshake: () => (password === 'right' ? undefined : fails()),
      reconnect: { shouldReconnect: ({ error }) => !(error instanceof WrongPassword) },
    })
    server.accept()
    server.drop()
    expect(connection.status).toBe('reconnecting')
    password = 'wrong'

    await timers.advance(FIRST_DELAY)

    expect(connection.status).toBe('failed')
  })

  it('is not there where nothing was thrown', () => {
    const { connection, server } = setUpOpen()

    server.drop()

    expect(connection.lastClose?.error).toBeUndefined()
  })

  it('is in no debug log: it may hold a token', () => {
    const debug = vi.spyOn(console, 'debug').mockImplementation(() => {})
    const url = (): never => {
      throw new Error('s3cr3t')
    }
    setUp({ url, debug: true })

    expect(debug).toHaveBeenCalled()
    expect(inspect(debug.mock.calls, { depth: 10, showHidden: true })).not.toContain('s3cr3t')
  })
})

describe('protocol', () => {
  it('is that of the open link', () => {
    const { connection, server } = setUp({ protocols: ['v2', 'v1'] })
    expect(connection.protocol).toBeNull()

    server.accept()
    expect(connection.protocol).toBe(connection.native!.protocol)
    expect(connection.protocol).toBe('v2')

    server.drop()
    expect(connection.protocol).toBeNull()
  })

  it('is null where the server chose none', () => {
    expect(setUpOpen().connection.protocol).toBeNull()
  })

  it('is known to the handshake', () => {
    const protocols: string[] = []
    setUpOpen({
      protocols: ['v2'],
      handshake: ({ protocol }) => void protocols.push(protocol),
    })

    expect(protocols).toEqual(['v2'])
  })
})

describe('lastReceivedAt', () => {
  it('is the time of the last message; heartbeats are none', async () => {
    const { connection, server, timers } = setUpOpen()
    expect(connection.lastReceivedAt).toBeNull()
    await timers.advance(1_000)
    server.send('{ not even valid')
    const at = timers.now()

    await timers.advance(60_000)

    expect(connection.lastReceivedAt).toBe(at)
    server.send({ n: 1 })
    expect(connection.lastReceivedAt).toBe(timers.now())
  })
})
