import { createFakeTimers, type FakeTimers } from 'vue-heartbeat-socket/testing'

/** The clock of all workers: it goes on where the page's own timers stand still. */
let clock: FakeTimers
let workers: FakeWorker[]

/** As this module's workers see it, no time has passed and there are none. */
export function resetWorkers(): void {
  clock = createFakeTimers()
  workers = []
}

/** Lets time pass in the workers alone. */
export const passInWorkers = (ms: number): Promise<void> => clock.advance(ms)

/** Every worker that was started. */
export const started = (): readonly FakeWorker[] => workers

/** Keeps timeouts as our script does. What that does in real browsers, `test/faults` shows. */
export class FakeWorker {
  onmessage: ((event: MessageEvent) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  readonly url: string
  terminated = false
  readonly #handles = new Map<number, unknown>()

  constructor(url: string) {
    this.url = url
    workers.push(this)
  }

  get pending(): number {
    return this.#handles.size
  }

  postMessage([id, ms]: [id: number, ms?: number]): void {
    if (this.terminated) return
    clock.clearTimeout(this.#handles.get(id))
    this.#handles.delete(id)
    if (ms === undefined) return
    // What `setTimeout` can't hold fires at once.
    const delay = ms > 2_147_483_647 ? 0 : ms
    this.#handles.set(
      id,
      clock.setTimeout(() => this.#tick(id), delay),
    )
  }

  terminate(): void {
    this.terminated = true
    for (const handle of this.#handles.values()) clock.clearTimeout(handle)
    this.#handles.clear()
  }

  #tick(id: number): void {
    this.#handles.delete(id)
    this.onmessage?.(new MessageEvent('message', { data: id }))
  }
}
