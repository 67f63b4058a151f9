import { onTestFinished, vi } from 'vitest'
import { Connection, type SocketOptions } from 'vue-heartbeat-socket/socket'
import { shareTabs } from 'vue-heartbeat-socket/tabs'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import type { FakeServerOptions, FakeTimers } from 'vue-heartbeat-socket/testing'
import { FakePage } from '../../connection/support/fake-page.ts'
import { Recorder } from '../../connection/support/recorder.ts'
import { FakeChannels } from './fake-channels.ts'
import { FakeLocks } from './fake-locks.ts'

/** How long a post, or what a `MessageChannel` carries, is on its way, in ms. */
const LATENCY = 1

/** One tab of a fake browser. */
export interface Tab {
  readonly name: string
  readonly page: FakePage
  readonly connection: Connection
  readonly told: Recorder
  /** What it has received. */
  readonly messages: unknown[]
  /** Whether the events of `leader` have said so. */
  readonly leaderships: boolean[]
  /** The process is gone, and no code of it runs any more. */
  crash(): void
}

/** A fake browser whose tabs share a connection to a fake server. Everything is closed with the test. */
export function setUpBrowser(
  common: Partial<SocketOptions> = {},
  serverOptions: Partial<FakeServerOptions> = {},
  timers: FakeTimers = createFakeTimers(),
) {
  const server = createFakeServer({ timers, ...serverOptions })
  server.accept()
  const locks = new FakeLocks()
  const channels = new FakeChannels((_, deliver) => timers.setTimeout(deliver, LATENCY))
  vi.stubGlobal('MessageChannel', fakeMessageChannel(timers))
  const tabs: Tab[] = []

  function open(options: Partial<SocketOptions> = {}, key = 'user'): Tab {
    const name = `tab${tabs.length + 1}`
    const page = new FakePage()
    const all = { ...server.options, page, ...common, ...options, autoConnect: false }
    const sharing = shareTabs({
      key,
      locks: locks.of(name),
      createChannel: (channel) => channels.open(channel, name),
    })
    const connection = new Connection(all, sharing.join(sharing.groupOf('socket', all)))
    const told = new Recorder(connection)
    const messages: unknown[] = []
    const leaderships: boolean[] = []
    connection.on('message', (message) => messages.push(message))
    connection.on('leader', ({ isLeader }) => leaderships.push(isLeader))
    function crash(): void {
      channels.drop(name)
      locks.drop(name)
      for (const link of server.connections) if (link.readyState === 1) server.drop(link)
    }
    const tab = { name, page, connection, told, messages, leaderships, crash }
    tabs.push(tab)
    connection.connect()
    return tab
  }

  /** Opens so many, one after another. */
  async function openAll(count: number, options?: Partial<SocketOptions>): Promise<Tab[]> {
    const opened: Tab[] = []
    for (let index = 0; index < count; index++) {
      opened.push(open(options))
      await timers.advance(10)
    }
    return opened
  }

  onTestFinished(() => {
    for (const { connection } of tabs) connection.dispose()
  })
  return { timers, server, locks, channels, tabs, open, openAll }
}

function fakeMessageChannel(timers: { setTimeout(fn: () => void, ms: number): unknown }) {
  return class {
    port1 = {
      onmessage: null as null | (() => void),
      close: () => void (this.port1.onmessage = null),
    }
    port2 = { postMessage: () => void timers.setTimeout(() => this.port1.onmessage?.(), LATENCY) }
  }
}

/** Timers whose clock, as the user sees it, can be set back. */
export function adjustableClock() {
  const base = createFakeTimers()
  let back = 0
  return {
    timers: Object.assign(Object.create(base), { now: () => base.now() - back }) as FakeTimers,
    setBack: (ms: number) => void (back += ms),
  }
}
