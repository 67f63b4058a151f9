import { setTimeout as sleep } from 'node:timers/promises'
import type { Lab } from '../support/lab.ts'
import type { Break, Named } from './samples.ts'

export interface LabScenario extends Named {
  /** Breaks the network for that many ms. */
  run(lab: Lab, outage: number): Promise<Break>
}

/** In the lab: TCP itself is in the dark. */
export const LAB_SCENARIOS: readonly LabScenario[] = [
  {
    name: 'all packets vanish on the way',
    run: (lab, outage) =>
      interrupt(
        () => lab.dropPackets(),
        () => lab.passPackets(),
        outage,
      ),
  },
  {
    name: "the cable is pulled, and the browser's system notices",
    run: (lab, outage) =>
      interrupt(
        () => lab.unplug(),
        () => lab.plug(),
        outage,
      ),
  },
]

async function interrupt(begin: () => void, end: () => void, ms: number): Promise<Break> {
  const brokenAt = Date.now()
  begin()
  await sleep(ms)
  end()
  return { brokenAt, soundAt: Date.now() }
}
