import { frameOf } from '../protocol/index.ts'
import type { Downstream } from './downstream.ts'
import type { Outgoing } from './store.ts'
import type { Subscriptions } from './subscriptions.ts'

/** Before the target of a flash that ends links; no target begins with it. */
const END = '!'

/** A flash that ends the links of a target, on all nodes. */
export const endingFlash = (target: string, code: number, reason: string): Outgoing => ({
  target: END + target,
  data: `${code} ${reason}`,
})

/** Passes a flash on to this node's links. */
export function takeFlash(
  subscriptions: Subscriptions<Downstream>,
  { target, data }: Outgoing,
): void {
  if (target.startsWith(END)) {
    const [code = '', ...reason] = String(data).split(' ')
    const ended = subscriptions.of(target.slice(END.length))?.keys() ?? []
    for (const downstream of ended) downstream.close(Number(code), reason.join(' '))
    return
  }
  const frame = frameOf(0, data)
  subscriptions.of(target)?.forEach((_, downstream) => downstream.flash(frame))
}
