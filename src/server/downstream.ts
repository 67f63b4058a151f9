import { frameOf, TOO_SLOW, type ServerControl } from '../protocol/index.ts'
import type { Environment } from './environment.ts'
import type { ServerLink } from './link.ts'
import type { NodeLog } from './node-log.ts'
import type { Entry } from './store.ts'
import type { Subscriptions } from './subscriptions.ts'
import type { Sweep } from './sweep.ts'

/** A link with more unsent bytes gets nothing more until it has drained. */
const MAX_UNSENT = 1_048_576
/** Drained enough to go on, in bytes: the network never idles meanwhile. */
const DRAINED = 262_144
/** Pings of a client that doesn't read, of which the answers are owed. */
const MAX_OWED_PONGS = 32

/**
 * What one link gets of the log. There is no queue: a link that can't keep up remembers a number, and
 * goes on from the log when it has drained.
 */
export interface Downstream {
  /** All entries up to this number that are meant for the link have been sent. */
  readonly position: number
  /** Sends an entry that has just been read, as a frame that all its links share. */
  deliver(entry: Entry, since: number, frame: string | Uint8Array): boolean
  /** Sends a frame that is not kept, or discards it where the link can't take it. */
  flash(frame: string | Uint8Array): void
  /** Answers a ping, now or when the link has drained. */
  pong(): void
  /** Sends an acknowledgement; `false` when the link has to drain first. */
  acknowledge(control: ServerControl): boolean
  /** Sends the position when what the link was sent last is this far behind. */
  remind(distance: number): void
  /** Since which entry it gets a target; a target that it gets already is left as it is. */
  join(target: string, since: number): void
  leave(target: string): void
  /** Delivers nothing until `resume`, as often as it was paused; then what came meanwhile. */
  pause(): void
  resume(): void
  /** Goes on from the log, if the link has drained. Ends the link if the log has been trimmed. */
  proceed(): void
  /** Closes the link. */
  close(code: number, reason: string): void
  /** The link has ended. */
  end(): void
}

export interface DownstreamOptions {
  readonly environment: Environment
  readonly log: NodeLog
  readonly link: Pick<ServerLink, 'send' | 'bufferedAmount'>
  readonly subscriptions: Subscriptions<Downstream>
  /** Visits the links that wait until they have drained. */
  readonly waiting: Sweep<Downstream>
  /** The entries up to this one are not for the link, or it has them already. */
  readonly from: number
  /** The link has drained: the acknowledgement that it could not take can go out. */
  onDrained(): void
  close(code: number, reason: string): void
}

export function createDownstream(options: DownstreamOptions): Downstream {
  const { environment, log, link, subscriptions, waiting, onDrained, close } = options
  const targets = new Map<string, number>()
  /** The greatest number that the client has been told of. */
  let told = options.from
  /** Up to where it has been sent its entries; `null` while it gets them as they come. */
  let behind: number | null = told
  let pauses = 0
  let owedPongs = 0
  let owesAcknowledgement = false

  const position = (): number => behind ?? Math.max(told, log.head)
  const isFull = (): boolean => link.bufferedAmount > MAX_UNSENT
  const say = (control: ServerControl): void => link.send(JSON.stringify(control))

  function fallBehind(): void {
    behind ??= position()
    waiting.add(self)
  }

  function sayPosition(isPong: boolean): void {
    told = position()
    say(isPong ? { at: told, pong: 1 } : { at: told })
  }

  /** Whether all that the log has for the link has been sent. */
  function replay(): boolean {
    for (const entry of log.after(behind!, targets)) {
      link.send(frameOf(entry.number, entry.data))
      behind = told = entry.number
      environment.measure('replayed', 1)
      if (isFull()) return false
    }
    behind = null
    return true
  }

  function proceed(): void {
    if (behind === null || pauses > 0) return
    if (behind + 1 < log.first) return close(TOO_SLOW, 'fell behind the log')
    if (link.bufferedAmount > DRAINED || !replay()) return waiting.add(self)
    waiting.remove(self)
    for (; owedPongs > 0; owedPongs--) sayPosition(true)
    if (!owesAcknowledgement) return
    owesAcknowledgement = false
    onDrained()
  }

  const self: Downstream = {
    get position() {
      return position()
    },
    deliver({ number }, since, frame) {
      if (behind !== null || number <= told || number <= since) return false
      link.send(frame)
      told = number
      if (isFull()) {
        behind = number
        waiting.add(self)
      }
      return true
    },
    flash(frame) {
      const isWaiting = behind !== null && pauses === 0
      if (!isWaiting && !isFull()) link.send(frame)
    },
    pong() {
      if (!isFull()) return sayPosition(true)
      owedPongs = Math.min(owedPongs + 1, MAX_OWED_PONGS)
      fallBehind()
    },
    acknowledge(control) {
      if (!isFull()) {
        say(control)
        return true
      }
      owesAcknowledgement = true
      fallBehind()
      return false
    },
    remind(distance) {
      if (behind === null && log.head - told > distance) sayPosition(false)
    },
    join(target, since) {
      if (targets.has(target)) return
      targets.set(target, since)
      subscriptions.add(target, self, since)
    },
    leave(target) {
      targets.delete(target)
      subscriptions.remove(target, self)
    },
    pause() {
      pauses++
      behind ??= position()
    },
    resume() {
      pauses--
      proceed()
    },
    proceed,
    close,
    end() {
      pauses = Infinity
      waiting.remove(self)
      for (const target of targets.keys()) subscriptions.remove(target, self)
    },
  }
  return self
}
