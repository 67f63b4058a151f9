import type { Connection } from '../connection/connection.ts'
import type { DropReason, StatusChange } from '../connection/events.ts'
import type { SocketStatus } from '../connection/status.ts'
import type { CloseInfo } from '../options/close-info.ts'
import { formatDuration } from './format.ts'

const MAX_EVENTS = 100
const MAX_HEARTBEATS = 20

/** Something that happened to a socket; messages are in its log. */
export interface Happening {
  /** Counts up from 1. */
  readonly id: number
  /** Epoch ms. */
  readonly at: number
  readonly kind: 'status' | 'close' | 'error' | 'drop' | 'heartbeat'
  readonly title: string
  /** How many of the same in a row; `at` is of the last. */
  readonly count: number
  /** Which of the socket's dials it belongs to. */
  readonly dial: number
  readonly data: object
}

/** Colours that a timeline doesn't have. */
const MARKS: Record<SocketStatus, string> = {
  idle: '⚪',
  connecting: '🟡',
  open: '🟢',
  reconnecting: '🟡',
  suspended: '🔵',
  closed: '⚫',
  failed: '🔴',
}

/** What has happened to one socket lately, so that it is there when the panel opens. */
export class History {
  /** Oldest first, without heartbeats. */
  readonly events: Happening[] = []
  readonly heartbeats: Happening[] = []
  readonly drops: Partial<Record<DropReason, number>> = {}
  /** When a heartbeat went out last, in epoch ms, and when one came in. */
  pingAt: number | null = null
  pongAt: number | null = null
  /** How many dials there were. */
  dial = 0
  readonly #changed: () => void
  #lastId = 0
  #removers: (() => void)[] = []

  /** @param changed - called at each change, with each message too */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Writes down what happens to this connection from now on. */
  follow(connection: Connection): void {
    const changed = this.#changed
    const now = (): number => connection.options.timer.now()
    const add = (kind: Happening['kind'], title: string, data: object): void =>
      this.#add({ kind, title, data, at: now() })

    const { status, attempts } = connection
    if (attempts > 0) this.dial++
    add('status', `${MARKS[status]} ${status}, when first seen`, { status })
    this.stop()
    this.#removers = [
      connection.on('status', (change) => {
        if (isDial(change)) this.dial++
        add('status', titleOf(change, connection), change)
      }),
      connection.on('stable', () => add('status', '🟢 stable', { attempts: 0 })),
      connection.on('close', (close) => add('close', `❌ ${describeClose(close)}`, close)),
      connection.on('error', ({ code, message }) => add('error', `⚠️ ${code}`, { code, message })),
      connection.on('drop', ({ reason }) => {
        this.drops[reason] = (this.drops[reason] ?? 0) + 1
        add('drop', `🗑️ dropped: ${reason}`, { reason })
      }),
      connection.on('ping', () => {
        this.pingAt = now()
        changed()
      }),
      connection.on('pong', () => {
        this.pongAt = now()
        changed()
      }),
      connection.on('heartbeat', ({ latency }) =>
        add('heartbeat', `💓 ${formatDuration(latency)}`, { latency }),
      ),
      connection.on('message', changed),
      connection.on('sent', changed),
    ]
  }

  /** Follows nothing any more. */
  stop(): void {
    for (const remove of this.#removers) remove()
  }

  #add(happening: Pick<Happening, 'kind' | 'title' | 'data' | 'at'>): void {
    const isHeartbeat = happening.kind === 'heartbeat'
    const list = isHeartbeat ? this.heartbeats : this.events
    const last = list.at(-1)
    const isSame = !isHeartbeat && last?.title === happening.title && last.dial === this.dial
    if (isSame) list.pop()
    const count = isSame ? last.count + 1 : 1
    list.push({ ...happening, id: ++this.#lastId, count, dial: this.dial })
    if (list.length > (isHeartbeat ? MAX_HEARTBEATS : MAX_EVENTS)) list.shift()
    this.#changed()
  }
}

function isDial({ status, retryIn }: StatusChange): boolean {
  return /connecting/.test(status) && retryIn === undefined
}

function titleOf(change: StatusChange, { suspendedBy }: Connection): string {
  const { status, attempt, retryIn } = change
  const why = status === 'suspended' ? `: ${suspendedBy}` : ''
  const next = retryIn === undefined ? '' : `, next dial in ${formatDuration(retryIn)}`
  return `${MARKS[status]} ${status}${why}${isDial(change) ? `, dial ${attempt}` : ''}${next}`
}

function describeClose({ cause, code, reason, wasClean }: CloseInfo): string {
  return `${cause}: ${code}${reason && ` "${reason}"`}${wasClean ? '' : ', not clean'}`
}
