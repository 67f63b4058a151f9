import type { LogEntry } from '../store/log.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { DevtoolsApi, TimelineEvent } from './api.ts'
import { formatSize, showData } from './format.ts'
import type { HistoryEntry, History } from './history.ts'
import { readSettings } from './settings.ts'

/** Of more messages at once the oldest are only counted, because the panel keeps all that it gets. */
const MAX_MESSAGES = 20

/** The layer of the timeline with what happened to an app's sockets. */
export class Timeline {
  readonly #api: DevtoolsApi
  readonly #layerId: string
  /** The last ids that were added of a socket: of its history, and of its log. */
  readonly #added = new WeakMap<SocketRecord, readonly [history: number, log: number]>()

  constructor(api: DevtoolsApi, layerId: string, label: string) {
    this.#api = api
    this.#layerId = layerId
    api.addTimelineLayer({ id: layerId, label, color: 0xe11d48 })
  }

  /** Adds what is new since the last call. */
  add(name: string, record: SocketRecord, history: History): void {
    const [lastHistoryId, lastLogId] = this.#added.get(record) ?? [0, 0]
    const happened = [...history.events, ...history.heartbeats, ...history.requests].filter(
      ({ id }) => id > lastHistoryId,
    )
    const entries = record.mirror.log.value.filter(({ id }) => id > lastLogId)
    const newest = entries.at(-1)?.id ?? lastLogId
    this.#added.set(record, [Math.max(lastHistoryId, ...happened.map(({ id }) => id)), newest])

    const settings = readSettings(this.#api)
    const events = [
      ...happened
        .filter(({ kind }) => settings.heartbeats || kind !== 'heartbeat')
        .filter(({ kind }) => settings.messages || kind !== 'request')
        .map((entry) => toEvent(entry, name)),
      ...(settings.messages ? toMessages(entries, newest - lastLogId, name) : []),
    ]
    for (const event of events.sort((one, other) => one.time - other.time)) {
      // Devtools give each group a colour: here each attempt, with the link that it opens.
      const groupId = event.groupId ?? `${name} ${history.attempts}`
      this.#api.addTimelineEvent({ layerId: this.#layerId, event: { ...event, groupId } })
    }
  }
}

function toEvent(
  { at, title, count, kind, attempt, data }: HistoryEntry,
  name: string,
): TimelineEvent {
  const subtitle = count > 1 ? `${name}, ${count} times` : name
  // Devtools show how long a group took.
  const group = 'id' in data ? `request ${data.id}` : attempt
  return { time: at, title, subtitle, groupId: `${name} ${group}`, data: { kind, ...data } }
}

function toMessages(entries: LogEntry[], count: number, name: string): TimelineEvent[] {
  const shown = entries.slice(-MAX_MESSAGES).filter(({ kind }) => kind !== 'heartbeat')
  const missed = count - MAX_MESSAGES
  const messages = shown.map(({ at, direction, kind, size, data }) => ({
    time: at,
    title: `${direction === 'sent' ? '▲' : '▼'} ${kind}`,
    subtitle: `${name}, ${formatSize(size)}`,
    data: { direction, kind, size, data: showData(data, size) },
  }))
  if (missed <= 0 || !messages[0]) return messages
  const { time } = messages[0]
  return [{ time, title: `▼▲ ${missed} more`, subtitle: name, data: { missed } }, ...messages]
}
