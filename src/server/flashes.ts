import { socketError } from '../diagnostics.ts'
import { frameOf } from '../protocol/index.ts'
import { byteLength } from './byte-length.ts'
import type { Downstream } from './downstream.ts'
import type { Outgoing } from './store.ts'
import type { Subscriptions } from './subscriptions.ts'

/** Before the target of a flash that ends links; no target begins with it. */
const END = '!'

/** What a close frame has room for, in bytes (RFC 6455, section 5.5). */
const MAX_REASON = 123

/**
 * A flash that ends the links of a target, on all nodes.
 * @throws TypeError when the code or the reason is none that a close frame may have
 */
export function endingFlash(target: string, code: number, reason: string): Outgoing {
  const isCode = code === 1000 || (Number.isInteger(code) && code >= 3000 && code <= 4999)
  if (!isCode) throw wrong('code', code, '1000, or 3000 to 4999')
  if (byteLength(reason) > MAX_REASON) throw wrong('reason', reason, 'at most 123 bytes long')
  return { target: END + target, data: `${code} ${reason}` }
}

const wrong = (option: string, value: unknown, expected: string): Error =>
  socketError('C0001', { option, value: String(value), expected }, TypeError)

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
