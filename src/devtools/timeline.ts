import type { LogEntry } from '../store/log.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { DevtoolsApi, TimelineEvent } from './api.ts'
import { formatSize, showData } from './format.ts'
import type { Happening, History } from './history.ts'
import { readSettings } from './settings.ts'

/** Of more messages than this at once the oldest are only counted: the panel keeps all it gets. */
const MAX_MESSAGES = 20

/** A layer of the timeline; gets in batches what has happened. */
export class Timeline {
  readonly #api: DevtoolsApi
  readonly #layerId: string
  /** The ids of what came last into history and log of a socket, when it was shown last. */
  readonly #shown = new WeakMap<SocketRecord, readonly [happening: number, entry: number]>()

  constructor(api: DevtoolsApi, layerId: string, label: string) {
    this.#api = api
    this.#layerId = layerId
    api.addTimelineLayer({ id: layerId, label, color: 0xe11d48 })
  }

  /** Adds what has come since the last time. */
  add(name: string, record: SocketRecord, history: History): void {
    const [lastHappening, lastEntry] = this.#shown.get(record) ?? [0, 0]
    const happenings = [...history.events, ...history.heartbeats].filter(
      ({ id }) => id > lastHappening,
    )
    const entries = record.mirror.log.value.filter(({ id }) => id > lastEntry)
    const newest = entries.at(-1)?.id ?? lastEntry
    this.#shown.set(record, [Math.max(lastHappening, ...happenings.map(({ id }) => id)), newest])

    const settings = readSettings(this.#api)
    const events = [
      ...happenings
        .filter(({ kind }) => settings.heartbeats || kind !== 'heartbeat')
        .map((happening) => toEvent(happening, name)),
      ...(settings.messages ? toMessages(entries, newest - lastEntry, name) : []),
    ]
    for (const event of events.sort((one, other) => one.time - other.time)) {
      // All that belongs to a dial has one colour.
      const groupId = event.groupId ?? `${name} ${history.dial}`
      this.#api.addTimelineEvent({ layerId: this.#layerId, event: { ...event, groupId } })
    }
  }
}

function toEvent({ at, title, count, kind, dial, data }: Happening, name: string): TimelineEvent {
  const subtitle = count > 1 ? `${name}, ${count} times` : name
  return { time: at, title, subtitle, groupId: `${name} ${dial}`, data: { kind, ...data } }
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
