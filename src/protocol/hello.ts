import { parseControl } from './control.ts'
import { MAX_HELLO } from './limits.ts'
import { isNumber, isPosition, type Position } from './values.ts'

/** A client's first frame on each link. */
export interface Hello {
  /** The client's own id, 22 to 64 characters of `[A-Za-z0-9_-]`. */
  readonly session: string
  /** Which of this client's links it is, counted up from 1. */
  readonly opening: number
  /** Up to where it has received the log; none before its first position. */
  readonly at?: Position | undefined
  /** The lowest number that it has in flight, or else its next one. */
  readonly first: number
  /** The app's credentials. */
  readonly auth?: unknown
}

/** Text of a hello; longer than `MAX_HELLO` where `auth` is too large. */
export const formatHello = ({ session, opening, ...rest }: Hello): string =>
  JSON.stringify({ hello: [session, opening], ...rest })

/** A hello, or `null` when it is malformed. */
export function parseHello(frame: string): Hello | null {
  const control = parseControl(frame, MAX_HELLO)
  if (!control || !Array.isArray(control.hello) || control.hello.length !== 2) return null
  const [session, opening] = control.hello as unknown[]
  const { at, first, auth } = control
  const isValid =
    typeof session === 'string' &&
    /^[\w-]{22,64}$/.test(session) &&
    isNumber(opening) &&
    opening > 0 &&
    isNumber(first) &&
    first > 0 &&
    (at === undefined || isPosition(at))
  return isValid ? { session, opening, at, first, auth } : null
}
