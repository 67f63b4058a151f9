import { describe, expect, it } from 'vitest'
import { pusher } from './objects/pusher.ts'
import { DELAY, readRecording, replay } from './support/recording.ts'
import { setUp, setUpOpen } from './support/set-up.ts'

const NAME = 'pusher'

describe('pusher', () => {
  it('is spoken as the server expects it, and only what it asked for reaches the app', async () => {
    const kit = setUp(pusher)

    await replay(kit, readRecording(NAME))

    expect(kit.messages).toEqual([
      { event: 'pusher_internal:subscription_succeeded', channel: 'prices', data: '{}' },
      { event: 'price', channel: 'prices', data: '{"of":"X","is":3}' },
    ])
    expect(kit.connection.latency).toBe(DELAY)
  })

  it('pings at the interval that the server announces', async () => {
    const kit = await setUpOpen(NAME, pusher)

    await kit.timers.advance(53_999)
    expect(kit.link.sent).toEqual([])
    await kit.timers.advance(1)

    expect(kit.link.sent).toEqual(['{"event":"pusher:ping","data":{}}'])
  })

  it('knows heartbeats that carry nothing', async () => {
    const kit = await setUpOpen(NAME, pusher)

    await kit.serverSays('{"event":"pusher:ping"}')
    await kit.serverSays('{"event":"pusher:pong"}')

    expect(kit.link.sent).toEqual(['{"event":"pusher:pong","data":{}}'])
    expect(kit.messages).toEqual([])
  })

  it('passes on what only holds the word, and an event that it does not know', async () => {
    const kit = await setUpOpen(NAME, pusher)
    const said = { event: 'price', data: { event: 'pusher:ping' } }

    await kit.serverSays(JSON.stringify(said))
    await kit.serverSays('{"event":"pusher:unheard_of"}')

    expect(kit.messages).toEqual([said, { event: 'pusher:unheard_of' }])
    expect(kit.link.sent).toEqual([])
  })

  it.each([
    { code: 4001, status: 'failed' },
    { code: 4100, status: 'reconnecting' },
    { code: 4200, status: 'reconnecting' },
  ])('is $status after a refusal with $code', async ({ code, status }) => {
    const kit = setUp(pusher)

    await kit.serverSays(`{"event":"pusher:error","data":{"code":${code},"message":"no"}}`)
    kit.server.close(code)

    expect(kit.connection.status).toBe(status)
  })

  it('calls a server dead that answers no ping', async () => {
    const { connection, server, timers } = await setUpOpen(NAME, pusher)
    server.goSilent()

    await timers.advance(54_000 + 29_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })
})
