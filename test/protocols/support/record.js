// Records what a plain client and the servers that run here say to each other, into
// test/protocols/recorded: `node test/protocols/support/record.js`.
import { once, on } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { buildSchema } from 'graphql'
import { MessageType, stringifyMessage } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import { Server } from 'socket.io'
import { WebSocket, WebSocketServer } from 'ws'
import { findServer } from '../../../scripts/find-servers.js'
import { LOGIN, startNatsServer } from './nats-server.js'

await recordGraphql()
await recordGraphqlTalk()
await recordEngineIo()
await recordSocketIo()
await recordNats()

async function recordGraphql() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  const ping = stringifyMessage({ type: MessageType.Ping })
  useServer(
    {
      schema: buildSchema('type Query { hello: String }'),
      roots: { query: { hello: 'world' } },
      onComplete: ({ extra }) => extra.socket.send(ping),
    },
    server,
  )
  await once(server, 'listening')
  const url = `ws://127.0.0.1:${server.address().port}`
  const talk = await open(url, 'graphql-transport-ws')
  talk.protocolSays('{"type":"connection_init"}')
  await talk.hears()
  talk.appSays('{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}')
  // The result, its end, and the server's ping.
  for (let left = 3; left > 0; left--) await talk.hears()
  talk.protocolSays('{"type":"pong"}')
  talk.protocolSays('{"type":"ping"}')
  await talk.hears()
  talk.write('graphql-transport-ws', `graphql-ws ${versionOf('graphql-ws')}, its server on ws`)
  server.close()
}

/** Topics and requests; their ids are those that the test's requests have. */
async function recordGraphqlTalk() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  useServer(
    {
      schema: buildSchema('type Query { hello: String } type Subscription { greetings: String }'),
      roots: { query: { hello: 'world' }, subscription: { greetings } },
    },
    server,
  )
  await once(server, 'listening')
  const talk = await open(`ws://127.0.0.1:${server.address().port}`, 'graphql-transport-ws')
  talk.protocolSays('{"type":"connection_init"}')
  await talk.hears()
  const id = JSON.stringify('{"query":"subscription { greetings }"}')
  const query = { query: 'subscription { greetings }' }
  talk.appSays(`{"id":${id},"type":"subscribe","payload":${JSON.stringify(query)}}`)
  await talk.hears()
  talk.appSays('{"id":"2251799813685249","type":"subscribe","payload":{"query":"{ hello }"}}')
  await talk.hears()
  await talk.hears()
  talk.appSays('{"id":"2251799813685250","type":"subscribe","payload":{"query":"{ goodbye }"}}')
  await talk.hears()
  talk.appSays(`{"id":${id},"type":"complete"}`)
  talk.write('graphql-transport-ws-talk', `graphql-ws ${versionOf('graphql-ws')}, its server on ws`)
  server.close()
}

async function* greetings() {
  yield { greetings: 'hi' }
  await new Promise(() => {})
}

async function recordEngineIo() {
  const { io, url } = await startSocketIo()
  const talk = await open(url)
  await talk.hears()
  talk.appSays('40')
  await talk.hears()
  await talk.hears()
  talk.protocolSays('3')
  talk.write('engine-io', `the engine.io of socket.io ${versionOf('socket.io')}`)
  await io.close()
}

async function recordSocketIo() {
  const { io, url } = await startSocketIo()
  io.on('connection', (socket) => socket.on('greet', (name) => socket.emit('greeting', name)))
  const talk = await open(url)
  await talk.hears()
  talk.protocolSays('40{"token":"abc"}')
  await talk.hears()
  talk.appSays('42["greet","world"]')
  await talk.hears()
  await talk.hears()
  talk.protocolSays('3')
  talk.write('socket-io', `socket.io ${versionOf('socket.io')}`)
  await io.close()
}

async function startSocketIo() {
  const http = createServer()
  const io = new Server(http, { pingInterval: 400, pingTimeout: 300 })
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const url = `ws://127.0.0.1:${http.address().port}/socket.io/?EIO=4&transport=websocket`
  return { io, url }
}

async function recordNats() {
  const found = findServer('nats-server')
  if ('problem' in found) throw new Error(found.problem)
  const server = await startNatsServer(found.path, 1_000)
  const talk = await open(server.url)
  await talk.hears()
  talk.protocolSays(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, ...LOGIN })}\r\n`)
  talk.protocolSays('PING\r\n')
  await talk.hears()
  talk.appSays('SUB greet 1\r\n')
  talk.appSays('PUB greet 5\r\nhello\r\n')
  await talk.hears()
  talk.protocolSays('PING\r\n')
  await talk.hears()
  // The server's PING.
  await talk.hears()
  talk.protocolSays('PONG\r\n')
  talk.write('nats', `${found.version}, its websocket listener, frames of bytes`)
  await server.stop()
}

/**
 * @param {string} url
 * @param {string} [protocol]
 */
async function open(url, protocol) {
  /** @type {string[]} */
  const lines = []
  const socket = new WebSocket(url, protocol)
  const messages = on(socket, 'message')
  await once(socket, 'open')

  /** @param {string} who @param {string} frame */
  function note(who, frame) {
    lines.push(`${who} ${frame.replaceAll('\r\n', String.raw`\r\n`)}`)
  }
  /** @param {string} who */
  const says = (who) => (/** @type {string} */ frame) => {
    note(who, frame)
    socket.send(frame)
  }
  return {
    protocolSays: says('>'),
    appSays: says('>>'),
    async hears() {
      const { value } = await messages.next()
      note('<', String(value[0]))
    },
    /** @param {string} name @param {string} source */
    write(name, source) {
      const head = `# ${source}, by test/protocols/support/record.js`
      const file = new URL(`../recorded/${name}.txt`, import.meta.url)
      writeFileSync(file, [head, ...lines, ''].join('\n'))
      socket.terminate()
    },
  }
}

/** @param {string} name */
function versionOf(name) {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')).version
}
