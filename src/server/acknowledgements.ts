import { MAX_IN_FLIGHT, type ServerControl } from '../protocol/index.ts'
import type { ServerTimer } from './server-timer.ts'

/** Committed messages after which an acknowledgement goes out. */
const EVERY = 32
/** How long one waits for others to join it, in ms. */
const DELAY = 100

/** Cumulative acknowledgements of one session's messages. */
export interface Acknowledgements {
  /** The greatest number committed. */
  readonly committed: number
  /** A number has been committed. */
  add(number: number, isRefused: boolean): void
  /** A number came again that had been committed: the client has missed it. */
  repeat(): void
  /** Sends what has waited, unless the link has to drain first. */
  flush(): void
  /** Continues on a new link, whose welcome has said `committed`. */
  begin(committed: number, send: (control: ServerControl) => boolean): void
  /** The link has ended. */
  end(): void
}

export function createAcknowledgements(timer: ServerTimer): Acknowledgements {
  let committed = 0
  /** What the link has been told. */
  let told = 0
  let waiting = 0
  let refused: number[] = []
  let send: ((control: ServerControl) => boolean) | null = null
  let handle: unknown

  function schedule(count: number): void {
    waiting += count
    if (waiting >= EVERY) flush()
    else if (send) handle ??= timer.setTimeout(flush, DELAY)
  }

  function flush(): void {
    clear()
    if (waiting === 0 || !send) return
    const news = refused.filter((number) => number > told)
    if (!send(news.length > 0 ? { ack: committed, refused: news } : { ack: committed })) return
    told = committed
    waiting = 0
  }

  function clear(): void {
    timer.clearTimeout(handle)
    handle = undefined
  }

  return {
    get committed() {
      return committed
    },
    add(number, isRefused) {
      committed = number
      if (isRefused) refused = [...refused, number].slice(-MAX_IN_FLIGHT)
      schedule(1)
    },
    repeat: () => schedule(1),
    flush,
    begin(of, sendTo) {
      told = of
      committed = Math.max(committed, of)
      send = sendTo
      waiting = 0
      clear()
    },
    end() {
      send = null
      clear()
    },
  }
}
