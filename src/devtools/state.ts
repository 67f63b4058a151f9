import type { Connection } from '../connection/connection.ts'
import { positionOf } from '../connection/core.ts'
import type { Sharing } from '../connection/lifecycle-interface.ts'
import { redact } from '../options/address.ts'
import type { LogEntry } from '../store/log.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { InspectorState } from './api.ts'
import { formatDuration, formatSize, formatTime, showData } from './format.ts'
import type { HistoryEntry, History } from './history.ts'
import { showOption } from './show-option.ts'

const MAX_CLOSES = 5

type Section = InspectorState[string]

/** The sections that the panel shows of one socket. */
export function stateOf(
  { mirror, connection }: SocketRecord,
  history: History,
  logEntries: number,
): InspectorState {
  const { lastMessage: _, lastClose: __, queued: ___, unconfirmed: ____, ...cells } = mirror.cells
  const closes = history.events.filter(({ kind }) => kind === 'close').slice(-MAX_CLOSES)
  const entries = mirror.log.value.slice(-logEntries)
  return {
    state: Object.entries(cells).map(([key, { value }]) => ({ key, value: showCell(key, value) })),
    ...(connection && aboutConnection(connection, history, mirror.logOptions)),
    'last closes': closes.map(toLine).reverse(),
    log: entries.map(toLogLine).reverse(),
    history: history.events.map(toLine).reverse(),
  }
}

function aboutConnection(
  connection: Connection,
  { pingAt, pongAt, heartbeats, attempts, drops }: History,
  log: object,
): InspectorState {
  const { options, native, queued, unconfirmed, sharing } = connection
  const { heartbeat, reconnect, outbox, ...others } = options
  const times = { pingAt: showCell('pingAt', pingAt), pongAt: showCell('pongAt', pongAt) }
  const answers = heartbeats.map(toLine).reverse()
  return {
    heartbeat:
      heartbeat.interval === Infinity
        ? toSection({ interval: 'off' })
        : [...toSection({ ...times, answers }), ...showOptions(heartbeat)],
    reconnect: [...toSection({ 'attempts in all': attempts }), ...showOptions(reconnect)],
    outbox: [
      ...toSection({ queued, 'in flight': unconfirmed, dropped: { ...drops } }),
      ...showOptions(outbox),
    ],
    ...(options.session && { session: aboutSession(connection) }),
    ...(sharing && { tabs: aboutTabs(sharing) }),
    options: [
      ...toSection({ address: native ? redact(native.url) : null, log: { ...log } }),
      ...showOptions(others),
    ],
  }
}

function aboutSession(connection: Connection): Section {
  const [epoch = null, position = null] = positionOf(connection) ?? []
  const { unconfirmed, recovered } = connection
  return toSection({ epoch, position, 'in flight': unconfirmed, recovered })
}

function aboutTabs({ term, followers }: Sharing): Section {
  const isLeader = followers !== null
  return toSection({ leader: isLeader ? 'this tab' : 'another tab', followers, term })
}

function showCell(key: string, value: any): unknown {
  if (value === null) return null
  if (key.endsWith('At')) return formatTime(value)
  if (key === 'latency') return formatDuration(value)
  // It may be a token.
  if (key === 'protocol') return redact(value)
  return key === 'error' ? value.message : value
}

function showOptions(options: object): Section {
  return Object.entries(options).map(([key, value]) => ({ key, value: showOption(key, value) }))
}

function toSection(values: object): Section {
  return Object.entries(values).map(([key, value]) => ({ key, value }))
}

function toLine({ at, title, count }: HistoryEntry): Section[number] {
  return { key: formatTime(at), value: count > 1 ? `${title} (${count} times)` : title }
}

function toLogLine({ at, direction, kind, size, data }: LogEntry): Section[number] {
  const key = `${direction === 'sent' ? '▲' : '▼'} ${formatTime(at)}`
  return { key, value: { kind, size: formatSize(size), data: showData(data, size) } }
}
