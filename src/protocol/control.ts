import { MAX_CONTROL, MAX_IN_FLIGHT } from './limits.ts'
import { areNumbers, isNumber, isPosition, type Position } from './values.ts'

/** What a server's control frame may say. All but a welcome says one thing, or nothing known. */
export interface ServerControl {
  /** The position from here on. First frame of a link, and only there. */
  readonly welcome?: Position
  /** Whether the log continues where the last link of this session ended. In every welcome. */
  readonly recovered?: boolean
  /** The last number committed; `null` when the server doesn't know. In every welcome. */
  readonly in?: number | null
  /** The most bytes that a message may have. In every welcome. */
  readonly max?: number
  /** Committed up to this number. */
  readonly ack?: number
  /** Those among the acknowledged numbers whose handler failed. */
  readonly refused?: readonly number[]
  /** All entries up to this number that are meant for this link have been sent. */
  readonly at?: number
  /** The frame answers a ping. */
  readonly pong?: unknown
}

/** The members of a control frame, or `null` when it is none, or too long. */
export function parseControl(frame: string, limit: number): Record<string, unknown> | null {
  try {
    return frame[0] === '{' && frame.length <= limit ? JSON.parse(frame, withoutProto) : null
  } catch {
    return null
  }
}

/** A member of that name would become a prototype where the object is copied by assignment. */
function withoutProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}

/** A control frame of a server, or `null` when it is malformed. */
export function parseServerControl(frame: string): ServerControl | null {
  const control = parseControl(frame, MAX_CONTROL)
  if (!control) return null
  const { welcome, recovered, in: committed, max, refused = [], ack = 0, at = 0 } = control
  const isWelcome =
    isPosition(welcome) &&
    typeof recovered === 'boolean' &&
    (committed === null || isNumber(committed)) &&
    isNumber(max)
  const isValid =
    (isWelcome || welcome === undefined) &&
    areNumbers(refused) &&
    refused.length <= MAX_IN_FLIGHT &&
    isNumber(ack) &&
    isNumber(at)
  return isValid ? control : null
}
