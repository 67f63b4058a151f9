import { describe, expect, it } from 'vitest'
import { Connection, ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { createDice } from '../../bench/fleet/chance.ts'
import { connection, reconnectingWebSocket } from '../../bench/fleet/ours.ts'
import { scenarios } from '../../bench/fleet/scenarios.ts'
import { difference, TOLERANCE, type Connect } from './support/live.ts'

const connectEngine: Connect = (options, client) => {
  const live = new Connection({ ...options, random: createDice(client, 1)(0) })
  return () => live.dispose()
}

const connectReconnecting: Connect = ({ url, ...options }) => {
  const live = new ReconnectingWebSocket(url, [], options)
  return () => live.close()
}

// Where clients compete for room, one alone shows nothing.
const alone = scenarios.filter(({ isShared }) => !isShared)

describe.each(alone)('$name', (scenario) => {
  it('connections connect when the model says', async () => {
    const ms = await difference(connection, connectEngine, scenario, 20)

    expect(ms).toBeLessThan(TOLERANCE)
  })

  it('ReconnectingWebSockets connect when the model says', async () => {
    const ms = await difference(reconnectingWebSocket, connectReconnecting, scenario, 20)

    expect(ms).toBeLessThan(TOLERANCE)
  })
})
