import type { Position } from '../protocol/index.ts'
import { serverError } from './diagnostics.ts'
import { sleep, type Environment } from './environment.ts'
import type { Batch } from './store.ts'

/** Between two attempts to reach the store, in ms. */
const RETRY_DELAY = 500

/** Reads the log for this node, for as long as the server lives. */
export interface Reader {
  /** Resolves when the node has read up to the head. */
  whenLoaded(): Promise<void>
  /** For how long the node has not been at the head of the log, in ms; 0 while it is. */
  readonly lag: number
  readonly isLoaded: boolean
  /** Begins again from the beginning of the log. */
  restart(): void
}

export interface ReaderOptions {
  readonly environment: Environment
  /** A batch from the beginning of the log. */
  onReset(batch: Batch): void
  /** A batch that follows. */
  onBatch(batch: Batch): void
}

export function startReader({ environment, onReset, onBatch }: ReaderOptions): Reader {
  const { store, timer, report, measure } = environment
  let controller = new AbortController()
  let from: Position | null = null
  let behindSince: number | null = timer.now()
  let isLoaded = false
  let isFailing = false
  let whenLoaded: PromiseWithResolvers<void> = withResolvers()

  function take(batch: Batch): void {
    const { head, entries, gap } = batch
    if (gap) return begin()
    const pass = from ? onBatch : onReset
    from = [head[0], entries.at(-1)?.number ?? from?.[1] ?? head[1]]
    pass(batch)
    if (from[1] < head[1]) behindSince ??= timer.now()
    else {
      behindSince = null
      isLoaded = true
      whenLoaded.resolve()
    }
  }

  function begin(): void {
    from = null
    behindSince ??= timer.now()
    if (isLoaded) whenLoaded = withResolvers()
    isLoaded = false
  }

  async function readOnce(): Promise<void> {
    const { signal } = controller
    try {
      const batch = await store.read(from, signal)
      isFailing = false
      if (!signal.aborted) take(batch)
    } catch (cause) {
      if (signal.aborted) return
      behindSince ??= timer.now()
      if (!isFailing) report(serverError('S0003', { option: 'read', cause }))
      isFailing = true
      await sleep(timer, RETRY_DELAY)
    }
    measure('readerLag', lag())
  }

  const lag = (): number => (behindSince === null ? 0 : timer.now() - behindSince)

  async function run(): Promise<never> {
    for (;;) await readOnce()
  }
  void run()

  return {
    whenLoaded: () => whenLoaded.promise,
    get lag() {
      return lag()
    },
    get isLoaded() {
      return isLoaded
    },
    restart() {
      controller.abort()
      controller = new AbortController()
      begin()
    },
  }
}

interface PromiseWithResolvers<Value> {
  readonly promise: Promise<Value>
  resolve(value: Value): void
}

/** As `Promise.withResolvers`, which Node has from version 22. */
function withResolvers(): PromiseWithResolvers<void> {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
