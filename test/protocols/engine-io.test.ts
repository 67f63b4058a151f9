import { createPinia } from 'pinia'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { engineIo } from './objects/engine-io.ts'
import { readRecording, replay } from './support/recording.ts'
import { setUp, setUpOpen } from './support/set-up.ts'

const NAME = 'engine-io'

describe('engine.io', () => {
  it('is spoken as the server expects it, and its pings do not reach the app', async () => {
    const kit = setUp(engineIo)

    await replay(kit, readRecording(NAME))

    expect(kit.messages).toEqual([expect.stringMatching(/^40\{"sid":".+"\}$/)])
    expect(kit.connection.latency).toBeNull()
  })

  it('is open only when the server has sent its open packet', async () => {
    const kit = setUp(engineIo)
    await kit.timers.advance(0)
    expect(kit.connection.isOpen).toBe(false)

    await kit.serverSays('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}')

    expect(kit.connection.isOpen).toBe(true)
  })

  it('answers a ping that follows the open packet at once', async () => {
    const kit = setUp(engineIo)
    kit.server.send('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}')
    kit.server.send('2')
    expect(kit.link.sent).toEqual([])

    await kit.timers.advance(0)

    expect(kit.link.sent).toEqual(['3'])
    expect(kit.messages).toEqual([])
  })

  it('takes another packet for a failed attempt', async () => {
    const kit = setUp(engineIo)

    await kit.serverSays('4{}')

    expect(kit.connection.lastClose?.cause).toBe('handshake')
  })

  it('counts with the interval that the server announces', async () => {
    const { connection, server, timers } = await setUpOpen(NAME, engineIo)
    server.goSilent()

    await timers.advance(400 + 299)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('heeds another announcement on the next link', async () => {
    const kit = await setUpOpen(NAME, engineIo)
    kit.server.drop()
    await kit.timers.advance(2_500)

    await kit.serverSays('0{"sid":"b","upgrades":[],"pingInterval":5000,"pingTimeout":3000}')

    expect(kit.connection.isOpen).toBe(true)
    expect(kit.connection.options.heartbeat).toMatchObject({ interval: 5_000, timeout: 3_000 })
    expect(kit.server.connections).toHaveLength(2)
  })

  it('lives as long as the server pings, and answers each', async () => {
    const kit = await setUpOpen(NAME, engineIo)

    for (let beat = 0; beat < 20; beat++) {
      await kit.timers.advance(400)
      await kit.serverSays('2')
    }

    expect(kit.connection.isOpen).toBe(true)
    expect(kit.link.sent).toEqual(Array(20).fill('3'))
    expect(kit.messages).toEqual([])
  })

  it('passes on messages, binary ones too, and packets that it does not know', async () => {
    const kit = await setUpOpen(NAME, engineIo)

    await kit.serverSays('42')
    await kit.serverSays('6')
    kit.server.send(new Uint8Array([2]))

    expect(kit.messages).toEqual(['42', '6', expect.any(Blob)])
    expect(kit.link.sent).toEqual([])
  })

  it('takes its interval from the server in an app with a store, too', async () => {
    const timers = createFakeTimers()
    const server = createFakeServer({ timers })
    const pinia = createPinia()
    const options = engineIo(() => useHeartbeatSocket('default', { pinia }))
    createApp({})
      .use(pinia)
      .use(HeartbeatSocket, { ...server.options, ...options })
    const socket = useHeartbeatSocket('default', { pinia })
    onTestFinished(() => socket.$dispose())
    server.accept()
    server.send('0{"sid":"a","upgrades":[],"pingInterval":400,"pingTimeout":300}')
    await timers.advance(0)
    expect(socket.status).toBe('open')

    server.goSilent()
    await timers.advance(700)

    expect(socket.lastClose?.cause).toBe('heartbeat')
  })
})
