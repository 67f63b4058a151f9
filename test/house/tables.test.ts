import { describe, expect, it } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { resolveStoreOptions } from '../../src/store/plugin-options.ts'
import { linksIn, nameIn, tableOf, writtenTable } from './support/markdown.ts'
import { membersOf, textsOf } from './support/project.ts'

const ENGINE = 'src/options/options.ts'
const STORE = 'src/store/plugin-options.ts'

const GROUPS = {
  heartbeat: [ENGINE, 'HeartbeatOptions'],
  reconnect: [ENGINE, 'ReconnectOptions'],
  outbox: [ENGINE, 'OutboxOptions'],
  log: [STORE, 'LogOptions'],
} as const

/** Defaults that are no plain values. */
const IN_WORDS: Record<string, string> = {
  url: 'required',
  heartbeat: 'on',
  reconnect: 'on',
  outbox: 'on',
  log: 'on',
  timer: '`systemTimers()`',
  page: "the window's",
  WebSocket: 'the global one',
  random: '`Math.random`',
}

const rows = tableOf('docs/options.md', 'Option')
const names = (path: string, head: string): string[] =>
  tableOf(path, head).map(([cell]) => nameIn(cell!))

describe('the tables of docs/options.md', () => {
  it('name every option, and no other', () => {
    const grouped = Object.entries(GROUPS).flatMap(([group, [file, type]]) =>
      membersOf(file, type).map((name) => `${group}.${name}`),
    )
    const options = new Set([
      ...membersOf(ENGINE, 'SocketOptions'),
      ...membersOf(STORE, 'PluginSocketOptions'),
    ])
    const expected = [...options, ...grouped]

    expect(names('docs/options.md', 'Option').sort()).toEqual(expected.sort())
  })

  it.each(rows.map(([name, value]) => ({ name: nameIn(name!), value: value! })))(
    'say that $name is $value by default',
    ({ name, value }) => {
      const inWords = IN_WORDS[name]
      if (inWords === undefined) expect(parseValue(value)).toEqual(defaultOf(name))
      else expect(value).toBe(inWords)
    },
  )

  it('name the synonyms that people look for', () => {
    const text = rows.flat().join('\n')

    for (const word of ['pongTimeout', 'responseMessage', 'initial jitter', 'minUptime']) {
      expect(text).toContain(word)
    }
  })
})

describe('the tables of docs/store.md', () => {
  it.each([
    { head: 'State', type: 'SocketState' },
    { head: 'Getter', type: 'SocketGetters' },
    { head: 'Action', type: 'SocketActions' },
  ])('$head: names every member of $type, and no other', ({ head, type }) => {
    expect(names('docs/store.md', head).sort()).toEqual(
      membersOf('src/store/socket-store.ts', type).sort(),
    )
  })
})

it('the figures of docs/comparison.md are those of docs/performance.md', () => {
  const whole = writtenTable('docs/performance.md', 'chromium small').map(
    ([title, script, ofScript, , thread, ofThread]) => [title, script, ofScript, thread, ofThread],
  )

  const short = writtenTable('docs/comparison.md', 'short')

  expect(short.length).toBeGreaterThan(1)
  expect(whole).toEqual(expect.arrayContaining(short))
})

it('the sizes of docs/comparison.md are those of docs/performance.md', () => {
  const measured = writtenTable('docs/performance.md', 'size')
  const kilobytes = (name: string): string => {
    const row = measured.find(([cell]) => cell!.includes(name))
    return `${Number.parseFloat(row![1]!).toFixed(1)} kB`
  }
  const [row] = tableOf('docs/comparison.md', '').filter(([cell]) => cell!.startsWith('[size]'))

  expect(row!.slice(1)).toEqual([
    `${kilobytes('plugin, store and engine')} (engine alone ${kilobytes('engine (Connection)')})`,
    kilobytes('useWebSocket'),
    kilobytes('reconnecting-websocket 4'),
    kilobytes('partysocket'),
  ])
})

it('docs/store.md explains every status', () => {
  expect(names('docs/store.md', 'Status').sort()).toEqual(
    textsOf('src/connection/status.ts', 'SocketStatus').sort(),
  )
})

describe('the tables of docs/events.md', () => {
  it('name every event', () => {
    expect(names('docs/events.md', 'Event').sort()).toEqual(
      membersOf('src/connection/events.ts', 'SocketEvents').sort(),
    )
    expect(linksIn('README.md')).toContain('docs/events.md')
  })

  it('name every cause of a close', () => {
    expect(names('docs/events.md', 'Cause').sort()).toEqual(
      textsOf('src/options/close-info.ts', 'CloseCause').sort(),
    )
  })

  it('name every reason of a drop', () => {
    expect(names('docs/events.md', 'Reason').sort()).toEqual(
      textsOf('src/connection/events.ts', 'DropReason').sort(),
    )
  })
})

/** The default of an option, by its path, as a connection shows it. */
function defaultOf(path: string): unknown {
  const { options } = new Connection({ url: null })
  // A codec that has a name is shown as its functions.
  const json = new Connection({ url: null, codec: 'json' }).options.codec
  if (path === 'codec') return options.codec === json ? 'json' : 'another'
  const shown: Record<string, any> = { ...options, ...resolveStoreOptions({}) }
  const [name, member] = path.split('.') as [string, string | undefined]
  return member === undefined ? shown[name] : shown[name][member]
}

/** What a cell says: `none`, or a literal of JavaScript in backticks. */
function parseValue(cell: string): unknown {
  if (cell === 'none') return undefined
  const [, literal] = /^`(.+)`$/.exec(cell) ?? []
  if (literal === undefined) throw new Error(`No value in ${cell}`)
  if (literal === 'Infinity') return Infinity
  return JSON.parse(literal.replaceAll('_', '').replaceAll("'", '"'))
}
