// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs'
import Original from 'reconnectingwebsocket'
import { expect, it } from 'vitest'
import { createApp } from 'vue'
import { memberNames } from './support/names.ts'
import { fileOf, readTables } from './support/table.ts'
import { there as plugin } from './vue-native-websocket-vue3/there.ts'

const MODULES = 'node_modules'

/** All words that the names of a library's rows consist of. */
function namedIn(library: string): string[] {
  const keys = readTables().flatMap((table) => (table.library === library ? table.keys : []))
  return keys.flatMap((key) => key.match(/[$\w]+/g) ?? [])
}

/** What an object answers to, with its prototype and its class. */
function namesOf(instance: object): string[] {
  const { constructor } = instance
  const owners = [instance, constructor.prototype, constructor] as object[]
  return owners.flatMap((owner) => Object.keys(owner))
}

it.each([
  ['reconnectingwebsocket', namesOf(new Original('wss://one.test/', [], { automaticOpen: false }))],
  [
    'reconnecting-websocket',
    memberNames(`${MODULES}/reconnecting-websocket/dist`, ['Options', 'ReconnectingWebSocket']),
  ],
  [
    'partysocket',
    memberNames(`${MODULES}/partysocket`, [
      'Options',
      'PartySocketOptions',
      'ReconnectingWebSocket',
      'PartySocket',
    ]),
  ],
  [
    'VueUse useWebSocket',
    memberNames(`${MODULES}/@vueuse/core/dist`, ['UseWebSocketOptions', 'UseWebSocketReturn']),
  ],
  [
    'vue-native-websocket-vue3',
    memberNames(`${MODULES}/vue-native-websocket-vue3/dist/lib/type`, ['websocketOpts']),
  ],
])('%s: each option and member has a row', (library, names) => {
  const named = namedIn(library)

  expect(names.length).toBeGreaterThan(10)
  expect(names.filter((name) => !named.includes(name))).toEqual([])
})

it('vue-native-websocket-vue3: each action and each property of components has a row', () => {
  const source = readFileSync(
    `${MODULES}/vue-native-websocket-vue3/dist/vueNativeWebsocket.common.js`,
    'utf8',
  )
  const events = ['onmessage', 'onclose', 'onerror', 'onopen']
  const actions = source.match(/(?<=")SOCKET_[A-Z_]*[A-Z]/g) ?? []
  const { globals } = plugin({ connectManually: true })
  globals.$connect()
  const usual = Object.keys(createApp({}).config.globalProperties)
  const properties = Object.keys(globals).filter((name) => !usual.includes(name))
  const named = namedIn('vue-native-websocket-vue3')

  expect(source).toContain(JSON.stringify(events).replaceAll(',', ', '))
  expect(actions).toContain('SOCKET_RECONNECT')
  expect(properties).toContain('$connect')
  const all = [...actions, ...properties, ...events.map((name) => `SOCKET_${name.toUpperCase()}`)]
  expect(all.filter((name) => !named.includes(name))).toEqual(['$pinia'])
})

it('each table is tried by a file, and each such file tries a table', () => {
  const folder = 'trials/migration'
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => /migration.\S+[/\\]\S+\.nightly\.ts$/.test(path))

  expect(files.length).toBeGreaterThan(10)
  expect(readTables().map(fileOf).sort()).toEqual(files.sort())
})
