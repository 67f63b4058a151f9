import { expect, it } from 'vitest'
import * as server from 'vue-heartbeat-socket/server'
import * as redis from 'vue-heartbeat-socket/server/redis'

it('exports the server, its store in memory and the refusal', () => {
  expect(Object.keys(server).sort()).toEqual(['Refused', 'createHeartbeatServer', 'memoryStore'])
})

it('exports the store in Redis from an entry of its own', () => {
  expect(Object.keys(redis)).toEqual(['redisStreamsStore'])
})
