import { describe, expect, it } from 'vitest'
import { actionCable } from './objects/action-cable.ts'
import { readRecording, replay } from './support/recording.ts'
import { setUp, setUpOpen } from './support/set-up.ts'

const NAME = 'action-cable'
const identifier = '{"channel":"ChatChannel"}'

describe('ActionCable', () => {
  it('is spoken as the server expects it, and its pings do not reach the app', async () => {
    const kit = setUp(() => actionCable)

    await replay(kit, readRecording(NAME))

    expect(kit.messages).toEqual([
      { identifier, type: 'confirm_subscription' },
      { identifier, message: { text: 'hello' } },
    ])
    expect(kit.link.protocols).toEqual(['actioncable-v1-json', 'actioncable-unsupported'])
  })

  it('is open only when the server has welcomed it, pings or not', async () => {
    const kit = setUp(() => actionCable)
    await kit.serverSays('{"type":"ping","message":1767225600}')
    expect(kit.connection.isOpen).toBe(false)

    await kit.serverSays('{"type":"welcome"}')

    expect(kit.connection.isOpen).toBe(true)
  })

  it('gives up where the server says so', async () => {
    const kit = setUp(() => actionCable)

    await kit.serverSays('{"type":"disconnect","reason":"unauthorized","reconnect":false}')

    expect(kit.connection.status).toBe('failed')
    expect(kit.connection.lastClose?.cause).toBe('handshake')
  })

  it('comes back where the server says so', async () => {
    const kit = setUp(() => actionCable)

    await kit.serverSays('{"type":"disconnect","reason":"server_restart","reconnect":true}')
    kit.server.close(1000)

    expect(kit.connection.status).toBe('reconnecting')
  })

  it('passes on what only holds the word, and a type that it does not know', async () => {
    const kit = await setUpOpen(NAME, () => actionCable)
    const recorder = { identifier, message: { type: 'ping' } }

    await kit.serverSays(JSON.stringify(recorder))
    await kit.serverSays('{"type":"unheard_of"}')

    expect(kit.messages).toEqual([recorder, { type: 'unheard_of' }])
  })

  it('lives as long as the server pings every three seconds, and says nothing itself', async () => {
    const kit = await setUpOpen(NAME, () => actionCable)

    for (let beat = 0; beat < 20; beat++) {
      await kit.timers.advance(3_000)
      await kit.serverSays('{"type":"ping","message":1767225603}')
    }

    expect(kit.connection.isOpen).toBe(true)
    expect(kit.connection.latency).toBeNull()
    expect(kit.link.sent).toEqual([])
  })

  it('calls a server dead that has left out two pings', async () => {
    const { connection, server, timers } = await setUpOpen(NAME, () => actionCable)
    server.goSilent()

    await timers.advance(5_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })
})
