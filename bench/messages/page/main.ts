import type { Load } from '../loads.ts'
import { createCounter, type Counter, type Sender } from './counter.ts'
import { countCalls, type Calls } from './count-calls.ts'
import { nextFrame, watchFrames, type Frames } from './frames.ts'
import { watchTasks } from './tasks.ts'
import { variants } from './variants/index.ts'

/** What the page saw of a run. */
export interface Seen {
  /** Ms, from the request to the frame after the last message. */
  readonly duration: number
  /** The tasks of 50 ms and more, in ms; `null` where the browser doesn't tell. */
  readonly longTasks: readonly number[] | null
  /** Where a pace was to be kept. */
  readonly frames: Frames | null
  /** Where calls were to be counted. */
  readonly calls: Calls | null
}

declare global {
  interface Window {
    /** Sets a variant up, until its socket is open. */
    prepare(variant: string, url: string, load: Load): Promise<void>
    /** Asks for the load; resolves when all of it has come, and is shown. */
    run(load: Load): Promise<Seen>
  }
}

let counter: Counter
let sender: Sender

window.prepare = async (variant, url, load) => {
  counter = createCounter(load)
  variants[variant]!(url, counter)
  sender = await counter.opened
  await nextFrame()
  await nextFrame()
}

window.run = async (load) => {
  const stopCounting = load.measures === 'counts' ? countCalls() : null
  const stopFrames = load.measures === 'pace' ? watchFrames() : null
  const stopTasks = watchTasks()
  const start = performance.now()
  sender.send(JSON.stringify(load))
  await counter.done
  const calls = stopCounting?.() ?? null
  const frames = stopFrames?.() ?? null
  await nextFrame()
  await nextFrame()
  return { duration: performance.now() - start, longTasks: stopTasks(), frames, calls }
}
