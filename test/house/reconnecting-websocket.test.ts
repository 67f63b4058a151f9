import ts from 'typescript'
import { expect, it } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { nameIn, tableOf } from './support/markdown.ts'
import { descendants, membersOf, parse } from './support/project.ts'

const DOCUMENT = 'docs/reconnecting-websocket.md'

/** Defaults that can not be read from a socket. */
const ELSEWHERE: Record<string, string> = {
  automaticOpen: '`true`',
  heartbeat: '`false`',
  timer: '`systemTimers()`',
  page: "the window's",
  WebSocket: 'the global one',
  random: '`Math.random`',
}

/** What every WebSocket has. */
const STANDARD = `url readyState bufferedAmount extensions protocol binaryType send close
  onopen onmessage onerror onclose CONNECTING OPEN CLOSING CLOSED constructor`.split(/\s+/)

const rows = tableOf(DOCUMENT, 'Option')
const names = (head: string): string[] => tableOf(DOCUMENT, head).map(([cell]) => nameIn(cell!))

it('its document names every option, and no other', () => {
  expect(names('Option').sort()).toEqual(optionsIn('src/websocket/reconnecting-options.ts').sort())
})

it.each(rows.map(([name, value]) => ({ name: nameIn(name!), value: value! })))(
  'its document says that $name is $value by default',
  ({ name, value }) => {
    const socket = new ReconnectingWebSocket('wss://host.test', null, { automaticOpen: false })
    const read: unknown = socket[name as keyof ReconnectingWebSocket]

    expect(value).toBe(ELSEWHERE[name] ?? `\`${literal(read)}\``)
  },
)

it('its document names every event, and no other', () => {
  const types = membersOf('src/websocket/websocket-target.ts', 'ReconnectingWebSocketEventMap')

  expect(names('Event').sort()).toEqual(types.sort())
})

it('its document names every member that a WebSocket has not, and no other', () => {
  const members = Object.getOwnPropertyNames(ReconnectingWebSocket.prototype)
  const ours = members.filter((name) => !STANDARD.includes(name) && name !== 'onconnecting')

  expect(
    [...names('Member'), ...names('Option').filter((name) => !ELSEWHERE[name])].sort(),
  ).toEqual([...ours, 'binaryType'].sort())
})

/** The members of the options' interface, those that it picks from another included. */
function optionsIn(path: string): string[] {
  const name = 'ReconnectingWebSocketOptions'
  const declaration = descendants(parse(path))
    .filter(ts.isInterfaceDeclaration)
    .find((node) => node.name.text === name)!
  const picked = declaration.heritageClauses!.flatMap((clause) =>
    descendants(clause).filter(ts.isStringLiteral),
  )
  return [...membersOf(path, name), ...picked.map(({ text }) => text)]
}

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  return String(value).replace(/(?<=\d)000$/, '_000')
}
