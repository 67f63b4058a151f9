// @vitest-environment happy-dom
import { useWebSocket } from '@vueuse/core'
import PartySocket from 'partysocket/ws'
import ReconnectingWebSocket from 'reconnecting-websocket'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { FakeTimers } from 'vue-heartbeat-socket/testing'
import { createDice } from '../../bench/fleet/chance.ts'
import { partysocket, reconnectingWebSocket, vueUse } from '../../bench/fleet/peers.ts'
import { scenarios } from '../../bench/fleet/scenarios.ts'
import { difference, TOLERANCE, type Connect } from './support/live.ts'

const CLIENTS = 10

/** They take their timers from the platform. */
function install(timers: FakeTimers): void {
  vi.stubGlobal('setTimeout', timers.setTimeout)
  vi.stubGlobal('clearTimeout', timers.clearTimeout)
}

const connectVueUse: Connect = ({ url, WebSocket, timer }) => {
  install(timer)
  vi.stubGlobal('WebSocket', WebSocket)
  const scope = effectScope()
  scope.run(() => useWebSocket(url, { autoReconnect: true }))
  return () => scope.stop()
}

const connectPartySocket: Connect = ({ url, WebSocket, timer }) => {
  install(timer)
  const live = new PartySocket(url, [], { WebSocket })
  return () => live.close()
}

const connectReconnecting: Connect = ({ url, WebSocket, timer }, client) => {
  install(timer)
  // The default, which is drawn when the module is loaded, of another page.
  const minReconnectionDelay = 1_000 + createDice(client, 1)(0)() * 4_000
  const live = new ReconnectingWebSocket(url, [], { WebSocket, minReconnectionDelay })
  return () => live.close()
}

afterEach(() => void vi.unstubAllGlobals())

describe.each([
  { library: vueUse, connect: connectVueUse },
  { library: partysocket, connect: connectPartySocket },
  { library: reconnectingWebSocket, connect: connectReconnecting },
])('$library.name', ({ library, connect }) => {
  it.each(scenarios.filter(({ isShared }) => !isShared))(
    'connects when the model says: $name',
    async (scenario) => {
      const ms = await difference(library, connect, scenario, CLIENTS)

      expect(ms).toBeLessThan(TOLERANCE)
    },
  )
})
