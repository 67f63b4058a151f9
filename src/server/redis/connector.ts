import { systemTimers } from '../../timers/index.ts'
import {
  openConnection,
  type Connection,
  type ConnectionOptions,
  type ScriptCall,
} from './connection.ts'

/** Between two attempts to connect, in ms. Calls in between reject with the last failure. */
const CONNECT_EVERY = 100
/** How often a call is repeated where another epoch has begun, or the server was another one. */
const MAX_ATTEMPTS = 5

/** Keeps one connection, and makes another when it has ended. */
export interface Connector {
  current(): Promise<Connection>
  /** Calls a script in the current epoch. The call has done nothing where it is repeated. */
  run(call: ScriptCall, epoch?: string): Promise<ScriptAnswer>
  close(): void
}

export interface ScriptAnswer {
  readonly epoch: string
  /** `epoch`: the epoch asked for is not the current one. */
  readonly answer: unknown[] | 'fenced' | 'already' | 'epoch'
}

export function createConnector(options: ConnectionOptions): Connector {
  const timers = systemTimers()
  let connection: Connection | null = null
  let opening: Promise<Connection> | null = null
  let failure: { readonly cause: unknown; readonly at: number } | null = null
  let isClosed = false

  async function open(): Promise<Connection> {
    try {
      const opened = await openConnection(options)
      if (isClosed) opened.end(closed())
      opened.signal.throwIfAborted()
      connection = opened
      failure = null
      opened.signal.addEventListener('abort', () => forget(opened))
      return opened
    } catch (cause) {
      failure = { cause, at: timers.now() }
      throw cause
    } finally {
      opening = null
    }
  }

  function forget(one: Connection): void {
    if (connection === one) connection = null
  }

  async function current(): Promise<Connection> {
    if (isClosed) throw closed()
    if (connection) return connection
    if (failure && timers.now() - failure.at < CONNECT_EVERY) throw failure.cause
    return (opening ??= open())
  }

  async function run(call: ScriptCall, epoch?: string): Promise<ScriptAnswer> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const used = await current()
      if (epoch !== undefined && epoch !== used.epoch) return { epoch: used.epoch, answer: 'epoch' }
      const answer = await used.call(call)
      if (answer !== 'stale') return { epoch: used.epoch, answer }
      forget(used)
      used.retire()
    }
    throw new Error('The epoch of the log changes all the time.')
  }

  return {
    current,
    run,
    close() {
      isClosed = true
      connection?.end(closed())
    },
  }
}

const closed = (): Error => new Error('The store has been closed.')
