import { expect, it } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'

it('opens, heals and finds a silent link', async () => {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers })
  const connection = new Connection(server.options)
  const seen: string[] = []
  connection.on('status', (c) => seen.push(`${c.previous}>${c.status}#${c.attempt} ${c.retryIn ?? ''} ${c.close?.cause ?? ''}`))
  connection.on('open', (o) => seen.push(`open ${o.reconnected}`))
  connection.on('message', (m) => seen.push(`message ${JSON.stringify(m)}`))
  connection.on('close', (m) => seen.push(`close ${m.code} ${m.cause}`))
  connection.on('heartbeat', (m) => seen.push(`heartbeat ${m.latency}`))
  expect(connection.status).toBe('connecting')
  connection.send({ queued: true })
  server.accept()
  expect(connection.status).toBe('open')
  server.send({ price: 3 })
  await timers.advance(40_000)
  server.goSilent()
  await timers.advance(26_000)
  server.accept()
  await timers.advance(10_000)
  connection.close()
  console.log(seen.join('\n'), server.received, server.pings.length, timers.pending)
  expect(timers.pending).toBe(0)
})
