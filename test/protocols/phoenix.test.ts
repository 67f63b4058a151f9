import { describe, expect, it } from 'vitest'
import { phoenix } from './objects/phoenix.ts'
import { DELAY, readRecording, replay } from './support/recording.ts'
import { setUp, setUpOpen, type Protocol } from './support/set-up.ts'

const NAME = 'phoenix'
const TOPIC = 'miami:weather'

/** Gives these refs, then those that follow the last. */
function protocol(...refs: number[]): Protocol {
  let last = 0
  const nextRef = () => String((last = refs.shift() ?? last + 1))
  return () => phoenix(TOPIC, () => ({ some: 'param' }), nextRef)
}

describe('Phoenix', () => {
  it('is spoken as the server expects it, and only what it asked for reaches the app', async () => {
    // The app takes the second ref.
    const kit = setUp(protocol(1, 3))

    await replay(kit, readRecording(NAME))

    expect(kit.messages).toEqual([
      ['1', '2', TOPIC, 'phx_reply', { status: 'ok', response: {} }],
      [null, null, TOPIC, 'new_report', { temperature: 31 }],
    ])
    expect(kit.connection.latency).toBe(DELAY)
  })

  it('is open only when the topic is joined', async () => {
    const kit = setUp(protocol())
    await kit.serverSays(`["1","7","${TOPIC}","phx_reply",{"status":"ok","response":{}}]`)
    expect(kit.connection.isOpen).toBe(false)

    await kit.serverSays(`["1","1","${TOPIC}","phx_reply",{"status":"ok","response":{}}]`)

    expect(kit.connection.isOpen).toBe(true)
  })

  it('takes a topic that may not be joined for a failed attempt', async () => {
    const kit = setUp(protocol())

    await kit.serverSays(
      `["1","1","${TOPIC}","phx_reply",{"status":"error","response":{"reason":"unauthorized"}}]`,
    )

    expect(kit.connection.status).toBe('reconnecting')
    expect(kit.connection.error?.cause).toEqual(new Error('{"reason":"unauthorized"}'))
  })

  it('pings also while messages arrive, because the server wants to hear something', async () => {
    const kit = await setUpOpen(NAME, protocol())

    for (let second = 0; second < 27; second++) {
      await kit.timers.advance(1_000)
      await kit.serverSays(`[null,null,"${TOPIC}","new_report",{}]`)
    }

    expect(kit.link.sent.at(-1)).toBe('[null,"2","phoenix","heartbeat",{}]')
  })

  it('takes a reply with another ref for no answer, and passes it on', async () => {
    const kit = await setUpOpen(NAME, protocol())
    await kit.timers.advance(27_000)

    await kit.serverSays('[null,"7","phoenix","phx_reply",{"status":"ok","response":{}}]')

    expect(kit.connection.latency).toBeNull()
    expect(kit.messages).toHaveLength(1)
  })

  it('passes on what only holds the word, and an event that it does not know', async () => {
    const kit = await setUpOpen(NAME, protocol())
    await kit.timers.advance(27_000)
    const said = [null, '2', TOPIC, 'phx_reply', { status: 'ok', response: { bird: 'phoenix' } }]
    const unknown = [null, '2', 'phoenix', 'unheard_of', {}]

    await kit.serverSays(JSON.stringify(said))
    await kit.serverSays(JSON.stringify(unknown))

    expect(kit.connection.latency).toBeNull()
    expect(kit.messages).toEqual([said, unknown])
  })

  it('calls a server dead that answers no heartbeat', async () => {
    const { connection, server, timers } = await setUpOpen(NAME, protocol())
    server.goSilent()

    await timers.advance(27_000 + 9_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })
})
