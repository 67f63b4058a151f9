import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import type { FakeTimers } from 'vue-heartbeat-socket/testing'

export const START = 1_767_225_600_000

/** Fake timers, and callbacks that note their name and the time since the start. */
export function setUpTimers(): {
  timers: FakeTimers
  log: string[]
  note: (name: string) => () => void
} {
  const timers = createFakeTimers()
  const log: string[] = []
  const note = (name: string) => () => void log.push(`${name}@${timers.now() - START}`)
  return { timers, log, note }
}
