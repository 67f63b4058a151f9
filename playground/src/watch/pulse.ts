import type { SocketStatus } from 'vue-heartbeat-socket'

/** How long beats and statuses are kept, in ms; a strip shows less than that. */
const KEPT = 90_000

export interface Beat {
  /** On the clock of `performance.now()`. */
  readonly at: number
  /** `ping`: a heartbeat went out; `pong`: one came in. */
  readonly kind: 'ping' | 'pong'
}

/** From `at` on, until the next one. */
export interface Span {
  readonly at: number
  readonly status: SocketStatus
}

/** The heartbeats and statuses of the last minute and a half, oldest first. */
export class Pulse {
  readonly begunAt: number = performance.now()
  readonly beats: Beat[] = []
  readonly spans: Span[]

  constructor(status: SocketStatus) {
    this.spans = [{ at: this.begunAt, status }]
  }

  beat(kind: Beat['kind']): void {
    const at = performance.now()
    this.beats.push({ at, kind })
    while (this.beats[0]!.at < at - KEPT) this.beats.shift()
  }

  /** The newest heartbeat that came in. */
  lastPong(): Beat | null {
    for (let index = this.beats.length - 1; index >= 0; index--) {
      if (this.beats[index]!.kind === 'pong') return this.beats[index]!
    }
    return null
  }

  enter(status: SocketStatus): void {
    if (this.spans.at(-1)!.status === status) return
    const at = performance.now()
    this.spans.push({ at, status })
    // The first one holds until the second begins.
    while (this.spans.length > 1 && this.spans[1]!.at < at - KEPT) this.spans.shift()
  }
}
