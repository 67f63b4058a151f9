import { expect, it } from 'vitest'
import * as server from 'vue-heartbeat-socket/server'

it('exports the server, its store in memory and the refusal', () => {
  expect(Object.keys(server).sort()).toEqual(['Refused', 'createHeartbeatServer', 'memoryStore'])
})
