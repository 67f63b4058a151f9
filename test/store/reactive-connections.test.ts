import { expect, it } from 'vitest'
import { isReactive, reactive, readonly, ref } from 'vue'
import { Connection } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'

it.each<[string, (connection: Connection) => unknown]>([
  ['a ref', (connection) => ref(connection).value],
  ['a reactive object', (connection) => reactive({ connection }).connection],
  ['a readonly object', (connection) => readonly({ connection }).connection],
])('a Connection survives being put into %s', (_, hold) => {
  const server = createFakeServer({ timers: createFakeTimers() })

  const connection = hold(new Connection(server.options)) as Connection
  server.accept()

  expect(connection.send('a')).toBe('sent')
  expect([connection.isOpen, connection.queued, connection.native?.readyState]).toEqual([
    true,
    0,
    1,
  ])
  expect(isReactive(connection)).toBe(false)
  connection.dispose()
})
