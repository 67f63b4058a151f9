import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import { useHeartbeatSocket } from 'vue-heartbeat-socket'
import { takeErrors } from '../support/console.ts'
import { setUpDevtools, setUpOpen } from './support/set-up.ts'

const tagsOf = (node: { tags?: { label: string }[] }) => node.tags?.map(({ label }) => label)

describe('the tree', () => {
  it('shows each socket with its status and what came and went', async () => {
    const { devtools, id, server, store, pinia } = await setUpOpen()
    useHeartbeatSocket('other', { pinia, ...server.options, autoConnect: false })
    server.send('a')
    server.send('b')
    store.send('c')

    const nodes = devtools.tree(id)

    expect(nodes.map((node) => [node.label, ...tagsOf(node)!])).toEqual([
      ['heartbeat-socket', 'open', '▼ 2 ▲ 1'],
      ['heartbeat-socket/other', 'idle', '▼ 0 ▲ 0'],
    ])
  })

  it('gives each kind of status a colour', async () => {
    const { node, store, server } = await setUpOpen()
    const color = () => node().tags![0]!.backgroundColor

    const open = color()
    server.close(1001)
    const reconnecting = color()
    store.close()

    expect(new Set([open, reconnecting, color()]).size).toBe(3)
  })

  it('shows a socket that is made at run time, until it is gone', async () => {
    const { devtools, id, server, pinia } = await setUpOpen()
    const labels = () => devtools.tree(id).map(({ label }) => label)
    const scope = effectScope()

    scope.run(() => useHeartbeatSocket('room', { pinia, ...server.options, closeDelay: 0 }))
    const during = labels()
    scope.stop()

    expect(during).toEqual(['heartbeat-socket', 'heartbeat-socket/room'])
    expect(labels()).toEqual(['heartbeat-socket'])
  })

  it('shows those that fit the filter', async () => {
    const { devtools, id, server, pinia } = await setUpOpen()
    useHeartbeatSocket('room', { pinia, ...server.options })

    expect(devtools.tree(id, 'room').map(({ label }) => label)).toEqual(['heartbeat-socket/room'])
  })

  it('is never empty, because the panel would not take it', async () => {
    const { devtools, id } = await setUpOpen()

    const nodes = devtools.tree(id, 'there is no such thing')

    expect(nodes.map(({ label }) => label)).toEqual(['no sockets'])
    expect(devtools.select(id, nodes[0]!.id)).toBeNull()
  })
})

describe('the state of a socket', () => {
  it('has its sections', async () => {
    const { state } = await setUpOpen()

    expect(Object.keys(state())).toEqual([
      'state',
      'heartbeat',
      'reconnect',
      'outbox',
      'options',
      'last closes',
      'log',
      'history',
    ])
  })

  it('shows when the next attempt is due as a time of day', async () => {
    const { section, server } = await setUpOpen()

    server.close(1001)

    const { status, retryAt, openedAt } = section('state')
    expect(status).toBe('reconnecting')
    expect(retryAt).toMatch(/^\d\d:\d\d:\d\d.\d{3}$/)
    expect(openedAt).toBeNull()
  })

  it('shows when heartbeats went and came, and how long they took', async () => {
    const { section, timers } = await setUpOpen({ latency: 20 })

    await timers.advance(15_000)

    const { pingAt, pongAt, answers, interval, message } = section('heartbeat')
    expect([pingAt, pongAt]).toEqual([expect.any(String), expect.any(String)])
    expect(answers).toEqual([{ key: pongAt, value: '💓 40 ms' }])
    expect([interval, message]).toEqual([15_000, 'ping'])
  })

  it('says that the heartbeat is off', async () => {
    const { section } = await setUpOpen({ socket: { heartbeat: false } })

    expect(section('heartbeat')).toEqual({ interval: 'off' })
  })

  it('counts what waits and what was dropped, by reason', async () => {
    const { section, store, server } = await setUpOpen({ socket: { outbox: { maxMessages: 2 } } })
    server.close(1001)

    for (let number = 0; number < 5; number++) store.send(number)

    expect(section('outbox')).toMatchObject({ queued: 2, dropped: { overflow: 3 } })
  })

  it('counts what is in flight, and what was not confirmed when its link ended', async () => {
    const { section, store, server, timers } = await setUpOpen()
    await timers.advance(15_000)

    store.send('a')
    store.send('b')
    expect(section('outbox')).toMatchObject({ 'in flight': 2 })
    server.drop()

    expect(section('outbox')).toMatchObject({ 'in flight': 0, dropped: { unconfirmed: 2 } })
  })

  it('shows whether the newest opening has recovered what was missed', async () => {
    const { section, server, timers } = await setUpOpen({
      socket: { handshake: () => ({ recovered: true }) },
    })
    expect(section('state')).toMatchObject({ recovered: null })

    server.drop()
    await timers.advance(5_000)

    expect(section('state')).toMatchObject({ recovered: true })
  })

  it('shows how far in the log of the server a session is', async () => {
    const { section, server, timers } = await setUpOpen({ hasSession: true })
    const before = section('session')
    expect(before).toMatchObject({ epoch: expect.any(String), recovered: null })

    server.send('a')
    server.send('b')
    await timers.frame()

    expect(section('session')).toMatchObject({
      epoch: before.epoch,
      position: Number(before.position) + 2,
      'in flight': 0,
    })
  })

  it('shows no session where there is none', async () => {
    const { state } = await setUpOpen()

    expect(state()).not.toHaveProperty('session')
  })

  it('shows why the last links ended, newest first', async () => {
    const { state, server, timers } = await setUpOpen()

    server.refuse()
    server.close(1001, 'restart')
    await timers.advance(3_000)

    expect(state()['last closes']!.map(({ value }) => value)).toEqual([
      '❌ network: 1006, not clean',
      '❌ server: 1001 "restart"',
    ])
  })

  it('shows the newest five closes', async () => {
    const { state, server, timers } = await setUpOpen()

    for (let times = 0; times < 8; times++) {
      server.close(4100 + times)
      await timers.advance(60_000)
      server.accept()
    }

    expect(state()['last closes']).toHaveLength(5)
    expect(state()['last closes']![0]!.value).toContain('4107')
  })

  it('shows as many entries of the log as it is set to, newest first', async () => {
    const { state, server, devtools } = await setUpOpen()
    devtools.settings.logEntries = 2

    for (const number of [1, 2, 3]) server.send({ number })

    expect(state().log!.map(({ value }) => value.data)).toEqual([{ number: 3 }, { number: 2 }])
  })

  it('describes data that are binary, or too large to show', async () => {
    const { state, server } = await setUpOpen({ socket: { binaryType: 'arraybuffer' } })

    server.send(new Uint8Array(7))
    server.send('x'.repeat(30_000))

    expect(state().log!.map(({ value }) => value.data)).toEqual([
      'too large to show: 30 kB',
      'binary, 7 B',
    ])
  })

  it('shows what happened before the panel was open', async () => {
    const { state, server, timers, look } = await setUpDevtools()
    server.accept()
    server.close(1001)
    await timers.advance(5_000)
    server.accept()

    look()

    expect(
      state()
        .history!.map(({ value }) => value)
        .reverse(),
    ).toEqual([
      '🟡 connecting, when first seen',
      '🟢 open',
      expect.stringMatching(/^🟡 reconnecting, next attempt in \d/),
      '❌ server: 1001',
      '🟡 reconnecting, attempt 2',
      '🟢 open',
    ])
  })

  it('keeps a short history, in which the same thing takes one line', async () => {
    const { state, server, store, timers } = await setUpOpen({ socket: { outbox: false } })
    server.close(1001)
    for (let times = 0; times < 1_000; times++) store.send('lost')

    expect(state().history![0]!.value).toBe('🗑️ dropped: not-open (1000 times)')

    for (let times = 0; times < 50; times++) {
      await timers.advance(60_000)
      server.close(1001)
    }

    expect(state().history).toHaveLength(100)
  })

  it('shows what is wrong with options, without a connection', async () => {
    const { section, state } = await setUpDevtools({ socket: { connectTimeout: -1 } })
    takeErrors()

    expect(section('state')).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('connectTimeout'),
    })
    expect(state().heartbeat).toBeUndefined()
  })
})

describe('the buttons', () => {
  it('reconnect', async () => {
    const { press, store, server } = await setUpOpen()

    press('Reconnect')

    expect(store.status).toBe('reconnecting')
    expect(server.connections).toHaveLength(2)
  })

  it('drop the link, as a network that goes does', async () => {
    const { press, store, timers, server } = await setUpOpen()

    press('Drop the link, as if the network had gone')
    const { status, lastClose, retryAt } = store
    await timers.advance(5_000)
    server.accept()

    expect(status).toBe('reconnecting')
    expect(lastClose).toEqual({
      code: 1006,
      reason: '',
      wasClean: false,
      cause: 'network',
      opened: true,
    })
    expect(retryAt).toBeGreaterThan(0)
    expect(store.status).toBe('open')
  })

  it('close', async () => {
    const { press, store } = await setUpOpen()

    press('Close')

    expect(store.status).toBe('closed')
  })

  it('clear the log', async () => {
    const { press, store, server } = await setUpOpen()
    server.send(1)

    press('Clear the log')

    expect(store.log).toEqual([])
  })

  it('do nothing to a socket that is gone, or has no link', async () => {
    const { press, devtools, store } = await setUpOpen()
    press('Close')

    press('Drop the link, as if the network had gone')
    for (const { action } of devtools.inspectors[0]!.nodeActions!) void action('gone')

    expect(store.status).toBe('closed')
  })

  it('of the inspector act on every socket', async () => {
    const pinia = createPinia()
    const { devtools, server, store } = await setUpOpen({ pinia })
    const other = useHeartbeatSocket('other', { pinia, ...server.options })
    const close = devtools.inspectors[0]!.actions!.find(({ tooltip }) =>
      tooltip!.startsWith('Close'),
    )!

    void close.action()

    expect([store.status, other.status]).toEqual(['closed', 'closed'])
  })
})
