import { expect, it } from 'vitest'
import type { PluginSocketOptions } from 'vue-heartbeat-socket'
import { createSession } from 'vue-heartbeat-socket/session'
import { pass, setUpDevtools, SHOWN } from './support/set-up.ts'

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.s3cr3t'

it.each<[string, Partial<PluginSocketOptions>]>([
  ['the query', { url: `wss://a.test/live?token=${TOKEN}` }],
  ['the user', { url: `wss://me:${TOKEN}@a.test/live` }],
  ['the path', { url: `wss://a.test/live/${TOKEN}/feed` }],
  ['a url function', { url: () => `wss://a.test/live?token=${TOKEN}` }],
  ['a url that can not be connected to', { url: () => `wss://me:${TOKEN}@a.test/#part` }],
  ['the protocols', { protocols: ['v1', TOKEN] }],
  ['a protocol', { protocols: TOKEN }],
  ['the heartbeat', { heartbeat: { message: `{"ping":1,"token":"${TOKEN}"}`, pong: TOKEN } }],
  ['a session', { session: createSession({ auth: () => ({ token: TOKEN }) }) }],
  ['what a function threw', { url: () => Promise.reject(new Error(TOKEN)) }],
])('I10: no token of %s is shown', async (_, socket) => {
  const { devtools, id, server, timers, look, state } = await setUpDevtools({
    socket: { ...socket, debug: false },
  })
  look()
  server.accept()
  await timers.advance(20_000)
  server.close(1001)
  await timers.advance(5_000)
  await pass(SHOWN)

  const shown = JSON.stringify([devtools.tree(id), state(), devtools.events])

  expect(devtools.events.length).toBeGreaterThanOrEqual(3)
  expect(shown).not.toContain('s3cr3t')
})

it('shows the rest of an address', async () => {
  const { section } = await setUpDevtools({ socket: { url: `wss://a.test/live?token=${TOKEN}` } })

  expect(section('options').url).toBe('wss://a.test/live?…')
})
