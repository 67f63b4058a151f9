import { describe, expect, it } from 'vitest'
import { createRequest } from 'vue-heartbeat-socket'
import { setUpOpen, pass, SHOWN, type DevtoolsKit } from './support/set-up.ts'

/** Open, looked at, and with nothing left to be shown. */
async function setUpQuiet(options: Parameters<typeof setUpOpen>[0] = {}): Promise<DevtoolsKit> {
  const kit = await setUpOpen(options)
  await pass(SHOWN)
  kit.devtools.events.length = 0
  return kit
}

const titles = ({ devtools }: DevtoolsKit) => devtools.events.map(({ title }) => title)

describe('the timeline', () => {
  it('is a layer of its own inspector', async () => {
    const { devtools, id } = await setUpOpen()

    expect(devtools.layers.map((layer) => layer.id)).toEqual([`${id}:timeline`])
  })

  it('shows transitions and what led to them', async () => {
    const kit = await setUpQuiet()

    kit.server.close(1001)
    await kit.timers.advance(5_000)
    await pass(SHOWN)

    expect(titles(kit)).toEqual([
      expect.stringMatching(/^🟡 reconnecting, next attempt in/),
      '❌ server: 1001',
      '🟡 reconnecting, attempt 2',
      '🟢 open',
    ])
  })

  it('gives each attempt a group', async () => {
    const kit = await setUpQuiet()

    kit.server.close(1001)
    await kit.timers.advance(5_000)
    await pass(SHOWN)

    const groups = kit.devtools.events.map(({ groupId }) => groupId)
    expect(groups).toEqual(['default 1', 'default 1', 'default 2', 'default 2'])
  })

  it('shows heartbeats with their latency, unless told not to', async () => {
    const kit = await setUpQuiet({ latency: 20 })

    await kit.timers.advance(14_000)
    await pass(SHOWN)
    kit.devtools.settings.heartbeats = false
    await kit.timers.advance(14_000)
    await pass(SHOWN)

    expect(titles(kit).filter((title) => title?.startsWith('💓'))).toEqual(['💓 40 ms'])
    expect(kit.devtools.events.at(-1)!.data).toEqual({ kind: 'heartbeat', latency: 40 })
  })

  it('shows messages with their data, unless told not to', async () => {
    const kit = await setUpQuiet()

    kit.server.send({ number: 1 })
    kit.store.send('hello')
    await pass(SHOWN)
    kit.devtools.settings.messages = false
    kit.server.send({ number: 2 })
    await pass(SHOWN)

    expect(titles(kit)).toEqual(['▼ message', '▲ message'])
    expect(kit.devtools.events.map(({ data }) => data.data)).toEqual([{ number: 1 }, 'hello'])
  })

  it('shows questions and answers with the time between, unless told not to', async () => {
    const kit = await setUpQuiet({ latency: 20 })
    await kit.timers.advance(100)
    const ask = createRequest({
      tag: (get, id) => ({ get, id }),
      replyTo: ({ to }) => to,
      timeout: 900,
    })
    kit.server.answer({ get: 'a' }, ({ id }: any) => ({ to: id }))

    await Promise.all([ask('a'), kit.timers.advance(40)])
    const failing = expect(ask('b')).rejects.toMatchObject({ reason: 'timeout' })
    await kit.timers.advance(900)
    await failing
    await pass(SHOWN)
    const requests = kit.devtools.events.filter(({ data }) => data.kind === 'request')
    kit.devtools.settings.messages = false
    await Promise.all([ask('a'), kit.timers.advance(40)])
    await pass(SHOWN)

    const [{ id }, other] = kit.server.messages
    expect(requests.map(({ title, groupId }) => [title, groupId])).toEqual([
      [`❔ request ${id}`, `default request ${id}`],
      [`💬 answered after 40 ms: request ${id}`, `default request ${id}`],
      [`❔ request ${other.id}`, `default request ${other.id}`],
      [`❌ timeout after 900 ms: request ${other.id}`, `default request ${other.id}`],
    ])
    expect(kit.devtools.events.filter(({ data }) => data.kind === 'request')).toHaveLength(4)
  })

  it('shows what was dropped, and what was wrong', async () => {
    const kit = await setUpQuiet({ socket: { outbox: false } })

    kit.server.send('{ no JSON')
    kit.server.close(1001)
    kit.store.send('lost')
    await pass(SHOWN)

    expect(titles(kit)).toContain('⚠️ HEARTBEAT_SOCKET_R0004')
    expect(titles(kit)).toContain('▼ invalid')
    expect(titles(kit)).toContain('🗑️ dropped: not-open')
  })

  it('shows what was in flight when a link ended, as unconfirmed', async () => {
    const kit = await setUpQuiet()
    await kit.timers.advance(15_000)

    kit.store.send('lost')
    kit.server.drop()
    await pass(SHOWN)

    expect(titles(kit)).toContain('🗑️ dropped: unconfirmed')
  })

  it.each([
    [true, '🟢 open, recovered'],
    [false, '🟢 open, not recovered'],
  ])('shows whether an opening has recovered what was missed: %s', async (recovered, title) => {
    const kit = await setUpQuiet({
      socket: { cursor: () => 1, handshake: () => ({ recovered }) },
    })

    kit.server.close(1001)
    await kit.timers.advance(5_000)
    await pass(SHOWN)

    expect(titles(kit)).toContain(title)
    expect(kit.devtools.events.at(-1)!.data).toMatchObject({ status: 'open', recovered })
  })

  it('shows everything once, in order of time', async () => {
    const kit = await setUpQuiet()

    for (const number of [1, 2]) {
      kit.server.send(number)
      await kit.timers.advance(10)
      kit.server.close(1001)
      await kit.timers.advance(5_000)
      await pass(SHOWN)
    }

    const times = kit.devtools.events.map(({ time }) => time)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(titles(kit).filter((title) => title === '▼ message')).toHaveLength(2)
    expect(titles(kit).filter((title) => title === '❌ server: 1001')).toHaveLength(2)
  })

  it('counts most messages of a flood', async () => {
    const kit = await setUpQuiet()

    for (let number = 1; number <= 5_000; number++) kit.server.send(number)
    await pass(SHOWN)

    expect(titles(kit)).toHaveLength(21)
    expect(titles(kit)[0]).toBe('▼▲ 4980 more')
    expect(kit.devtools.events.at(-1)!.data.data).toBe(5_000)
  })
})
