import type { Connection } from '../connection/connection.ts'
import type { DropReason, StatusChange } from '../connection/events.ts'
import { withoutError } from '../connection/phases.ts'
import type { SocketStatus } from '../connection/status.ts'
import type { CloseInfo } from '../options/close-info.ts'
import type { RequestStep } from '../store/socket-record.ts'
import { formatDuration } from './format.ts'

const MAX_EVENTS = 100
const MAX_HEARTBEATS = 20
const MAX_REQUESTS = 100

/** Something that happened to a socket. Messages are in its log instead. */
export interface HistoryEntry {
  /** Counts up from 1. */
  readonly id: number
  /** Epoch ms. */
  readonly at: number
  readonly kind: 'status' | 'close' | 'error' | 'drop' | 'leader' | 'heartbeat' | 'request'
  readonly title: string
  /** How many equal ones in a row this stands for; `at` is the time of the last. */
  readonly count: number
  /** The number of the attempt that it belongs to, among all of this socket. */
  readonly attempt: number
  readonly data: object
}

/** The status in colour, which a timeline can't show otherwise. */
const MARKS: Record<SocketStatus, string> = {
  idle: '⚪',
  connecting: '🟡',
  open: '🟢',
  reconnecting: '🟡',
  suspended: '🔵',
  closed: '⚫',
  failed: '🔴',
}

/** What happened to one socket lately; recorded always, so that it is there when the panel opens. */
export class History {
  /** Oldest first, without heartbeats and requests. */
  readonly events: HistoryEntry[] = []
  readonly heartbeats: HistoryEntry[] = []
  /** Questions and what became of them; the messages themselves are in the log. */
  readonly requests: HistoryEntry[] = []
  readonly drops: Partial<Record<DropReason, number>> = {}
  /** When the last ping was sent, and the last pong received, in epoch ms. */
  pingAt: number | null = null
  pongAt: number | null = null
  /** How many attempts there were. */
  attempts = 0
  readonly #changed: () => void
  /** When the questions were asked that have no answer yet, by their ids. */
  readonly #askedAt = new Map<number, number>()
  #lastId = 0
  #removers: (() => void)[] = []

  /** @param changed - called at each change, with each message too */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Records what happens to this connection from now on. */
  follow(connection: Connection): void {
    const changed = this.#changed
    const now = (): number => connection.options.timer.now()
    const add = (kind: HistoryEntry['kind'], title: string, data: object): void =>
      this.#add({ kind, title, data, at: now() })

    const { status, attempts } = connection
    if (attempts > 0) this.attempts++
    add('status', `${MARKS[status]} ${status}, when first seen`, { status })
    this.stop()
    this.#removers = [
      connection.on('status', (change) => {
        if (isAttempt(change)) this.attempts++
        add('status', titleOf(change, connection), dataOf(change, connection))
      }),
      connection.on('stable', () => add('status', '🟢 stable', { attempts: 0 })),
      connection.on('close', (close) =>
        add('close', `❌ ${describeClose(close)}`, { ...close, error: undefined }),
      ),
      connection.on('error', ({ code, message }) => add('error', `⚠️ ${code}`, { code, message })),
      connection.on('drop', ({ reason }) => {
        this.drops[reason] = (this.drops[reason] ?? 0) + 1
        add('drop', `🗑️ dropped: ${reason}`, { reason })
      }),
      connection.on('leader', ({ isLeader }) =>
        add('leader', isLeader ? '👑 this tab leads' : '👥 this tab follows', { isLeader }),
      ),
      connection.on('ping', () => {
        this.pingAt = now()
        changed()
      }),
      connection.on('pong', () => {
        this.pongAt = now()
        changed()
      }),
      connection.on('heartbeat', ({ latency }) =>
        add('heartbeat', `💓 ${latency === null ? '?' : formatDuration(latency)}`, { latency }),
      ),
      connection.on('message', changed),
      connection.on('sent', changed),
    ]
  }

  /** Records a question, or what became of it and how long that took. */
  addRequest({ id, at, outcome }: RequestStep): void {
    const kind = 'request'
    if (outcome === undefined) {
      this.#askedAt.set(id, at)
      this.#add({ kind, title: `❔ request ${id}`, data: { id }, at })
      return
    }
    const askedAt = this.#askedAt.get(id)
    this.#askedAt.delete(id)
    // It was asked before the devtools were there.
    if (askedAt === undefined) return
    const ms = at - askedAt
    const title = `${outcome === 'answered' ? '💬' : '❌'} ${outcome} after ${formatDuration(ms)}: request ${id}`
    this.#add({ kind, title, data: { id, outcome, ms }, at })
  }

  /** Stops recording. */
  stop(): void {
    for (const remove of this.#removers) remove()
  }

  #add(entry: Pick<HistoryEntry, 'kind' | 'title' | 'data' | 'at'>): void {
    const [list, max] = this.#listOf(entry.kind)
    const last = list.at(-1)
    const isSame =
      list === this.events && last?.title === entry.title && last.attempt === this.attempts
    if (isSame) list.pop()
    const count = isSame ? last.count + 1 : 1
    list.push({ ...entry, id: ++this.#lastId, count, attempt: this.attempts })
    if (list.length > max) list.shift()
    this.#changed()
  }

  #listOf(kind: HistoryEntry['kind']): [list: HistoryEntry[], max: number] {
    if (kind === 'heartbeat') return [this.heartbeats, MAX_HEARTBEATS]
    return kind === 'request' ? [this.requests, MAX_REQUESTS] : [this.events, MAX_EVENTS]
  }
}

function isAttempt({ status, retryIn }: StatusChange): boolean {
  return /connecting/.test(status) && retryIn === undefined
}

function titleOf(change: StatusChange, connection: Connection): string {
  const { suspendedBy } = connection
  const { status, attempt, retryIn } = change
  const why = status === 'suspended' ? `: ${suspendedBy}` : ''
  const next = retryIn === undefined ? '' : `, next attempt in ${formatDuration(retryIn)}`
  const begun = isAttempt(change) ? `, attempt ${attempt}` : ''
  return `${MARKS[status]} ${status}${why}${begun}${next}${describeRecovery(change, connection)}`
}

function dataOf(change: StatusChange, { recovered }: Connection): object {
  return { ...withoutError(change), ...(isReopened(change, recovered) && { recovered }) }
}

/** Without a cursor or a session an opening continues nothing, unless a handshake says so. */
function describeRecovery(change: StatusChange, { recovered, options }: Connection): string {
  if (!isReopened(change, recovered)) return ''
  const continues = options.cursor || options.session
  return recovered ? ', recovered' : continues ? ', not recovered' : ''
}

function isReopened({ status }: StatusChange, recovered: boolean | null): boolean {
  return status === 'open' && recovered !== null
}

function describeClose({ cause, code, reason, wasClean }: CloseInfo): string {
  return `${cause}: ${code}${reason && ` "${reason}"`}${wasClean ? '' : ', not clean'}`
}
