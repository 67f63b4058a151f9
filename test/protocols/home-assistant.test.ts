import { describe, expect, it } from 'vitest'
import { homeAssistant } from './objects/home-assistant.ts'
import { DELAY, readRecording, replay } from './support/recording.ts'
import { setUp, setUpOpen, type Protocol } from './support/set-up.ts'

const NAME = 'home-assistant'

/** Counts from `lastId` on. */
function protocol(lastId = 0): Protocol {
  return () =>
    homeAssistant(
      () => 'ABCDEFGH',
      () => ++lastId,
    )
}

describe('Home Assistant', () => {
  it('is spoken as the server expects it, and only what it asked for reaches the app', async () => {
    // The app has taken the first id.
    const kit = setUp(protocol(1))

    await replay(kit, readRecording(NAME))

    expect(kit.messages).toEqual([
      { id: 1, type: 'result', success: true, result: null },
      { id: 1, type: 'event', event: { event_type: 'state_changed', data: {} } },
    ])
    expect(kit.connection.latency).toBe(DELAY)
  })

  it('is open only when the login is accepted', async () => {
    const kit = setUp(protocol())
    await kit.serverSays('{"type":"auth_required","ha_version":"2021.5.3"}')
    expect(kit.connection.isOpen).toBe(false)

    await kit.serverSays('{"type":"auth_ok","ha_version":"2021.5.3"}')

    expect(kit.connection.isOpen).toBe(true)
  })

  it('is not tried again with a token that is refused', async () => {
    const kit = setUp(protocol())
    await kit.serverSays('{"type":"auth_required","ha_version":"2021.5.3"}')
    const errors: unknown[] = []
    kit.connection.on('error', ({ cause }) => void errors.push(cause))

    await kit.serverSays('{"type":"auth_invalid","message":"Invalid password"}')

    expect(kit.connection.status).toBe('failed')
    expect(errors).toContainEqual(new Error('Invalid password'))
  })

  it('is tried again when the link is lost in the middle of the login', async () => {
    const kit = setUp(protocol())
    await kit.serverSays('{"type":"auth_required","ha_version":"2021.5.3"}')

    kit.server.drop()

    expect(kit.connection.status).toBe('reconnecting')
  })

  it('gives each ping an id of its own', async () => {
    const kit = await setUpOpen(NAME, protocol())

    await kit.timers.advance(13_500)
    await kit.serverSays('{"id":1,"type":"pong"}')
    await kit.timers.advance(13_500)

    expect(kit.link.sent.slice(-2)).toEqual(['{"id":1,"type":"ping"}', '{"id":2,"type":"ping"}'])
  })

  it('takes a pong with another id for no answer, and passes it on', async () => {
    const kit = await setUpOpen(NAME, protocol())
    await kit.timers.advance(13_500)

    await kit.serverSays('{"id":7,"type":"pong"}')

    expect(kit.connection.latency).toBeNull()
    expect(kit.messages).toEqual([{ id: 7, type: 'pong' }])
  })

  it('passes on what only holds the word, and a type that it does not know', async () => {
    const kit = await setUpOpen(NAME, protocol())
    await kit.timers.advance(13_500)
    const event = { id: 1, type: 'event', event: { type: 'pong' } }

    await kit.serverSays(JSON.stringify(event))
    await kit.serverSays('{"id":1,"type":"unheard_of"}')

    expect(kit.connection.latency).toBeNull()
    expect(kit.messages).toEqual([event, { id: 1, type: 'unheard_of' }])
  })

  it('calls a server dead that answers no ping', async () => {
    const { connection, server, timers } = await setUpOpen(NAME, protocol())
    server.goSilent()

    await timers.advance(13_500 + 9_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })
})
