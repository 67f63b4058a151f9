import { expect, it } from 'vitest'
import * as main from 'vue-heartbeat-socket'
import * as socket from 'vue-heartbeat-socket/socket'
import * as tabs from 'vue-heartbeat-socket/tabs'
import * as testing from 'vue-heartbeat-socket/testing'
import * as workerTimers from 'vue-heartbeat-socket/worker-timers'

const names = (entry: object): string[] => Object.keys(entry).sort()

it('exports the plugin and the composables', () => {
  expect(names(main)).toMatchInlineSnapshot(`
    [
      "HeartbeatSocket",
      "RequestError",
      "createRequest",
      "defineTopics",
      "onSocketEvent",
      "onSocketMessage",
      "useHeartbeatSocket",
      "useRetryCountdown",
    ]
  `)
})

it('exports the engine', () => {
  expect(names(socket)).toMatchInlineSnapshot(`
    [
      "Connection",
      "ReconnectingWebSocket",
      "backoff",
      "systemTimers",
    ]
  `)
})

it('exports what shares a connection among tabs', () => {
  expect(names(tabs)).toMatchInlineSnapshot(`
    [
      "shareTabs",
    ]
  `)
})

it('exports the testing kit', () => {
  expect(names(testing)).toMatchInlineSnapshot(`
    [
      "createFakeServer",
      "createFakeTimers",
    ]
  `)
})

it('exports the timers that tick from a worker', () => {
  expect(names(workerTimers)).toMatchInlineSnapshot(`
    [
      "workerTimers",
    ]
  `)
})
