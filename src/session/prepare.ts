import type { PreparableOptions } from '../options/session.ts'
import { parseServerControl } from '../protocol/index.ts'
import { sessionError } from './diagnostics.ts'

/** Options that a session has its own of. */
const EXCLUDED = [
  'handshake',
  'cursor',
  'outbox.resend',
  'heartbeat.message',
  'heartbeat.pong',
  'heartbeat.receipts',
]

/** Groups that a session needs: the answers to pings, and a place for what is in flight. */
const NEEDED = ['heartbeat', 'outbox']

/** The server reads JSON, so that text is encoded too. */
const json = {
  encode: (data: any) => (isBinary(data) ? data : JSON.stringify(data)),
  decode: (data: unknown) => (typeof data === 'string' ? JSON.parse(data) : data),
}

const isBinary = (data: unknown): boolean =>
  ArrayBuffer.isView(data) || Object.prototype.toString.call(data) === '[object ArrayBuffer]'

/** Whether a frame answers a ping. Only control frames begin with a brace. */
const isPong = (frame: unknown): boolean =>
  typeof frame === 'string' && frame[0] === '{' && !!parseServerControl(frame)?.pong

/**
 * Puts what a session needs over resolved options.
 *
 * @throws TypeError for an option that can't be used with a session
 */
export function prepare<Resolved extends PreparableOptions>(
  given: any,
  resolved: Resolved,
): Resolved {
  for (const option of EXCLUDED) {
    const [key, inner] = option.split('.') as [string, string?]
    if ((inner ? given[key]?.[inner] : given[key]) !== undefined) exclude(option)
  }
  for (const option of NEEDED) if (given[option] === false) exclude(option)
  const { heartbeat, outbox, codec } = resolved
  const isJson = (given.codec ?? 'json') === 'json'
  return {
    ...resolved,
    binaryType: 'arraybuffer',
    codec: isJson ? json : codec,
    // The server ends links that it hears nothing of, however much it sends them.
    heartbeat: { ...heartbeat, idleOnly: false, pong: isPong, receipts: false },
    outbox: { ...outbox, resend: true },
  }
}

function exclude(option: string): never {
  throw sessionError('C0020', { option }, TypeError)
}
