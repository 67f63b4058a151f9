import { socketError, warn } from '../diagnostics.ts'
import type { Session, SessionState, SessionTools, Welcome } from '../options/session.ts'
import {
  formatHello,
  frameOf,
  MAX_HELLO,
  MAX_IN_FLIGHT,
  messageOf,
  numberOf,
  parseServerControl,
  SUBPROTOCOL,
  type Payload,
  type Position,
} from '../protocol/index.ts'
import { randomId } from '../timers/random-id.ts'
import { sessionError } from './diagnostics.ts'

/** So many attempts in a row fail before they open until the user is pointed at the subprotocol. */
const SUSPICIOUS_FAILURES = 3

/**
 * Begins a session: an id, a position in the server's log, and a count of its links. With `saved` it
 * goes on with another tab's.
 */
export function beginSession(saved?: SessionState): Session {
  let { id, opening, epoch, position } = saved ?? {
    id: randomId(),
    opening: 0,
    epoch: undefined,
    position: 0,
  }
  let failures = 0
  let maxBytes = Infinity

  async function shakeHands({ send, receive, ...rest }: SessionTools): Promise<Welcome> {
    const { protocol, first, auth } = rest
    // Before the credentials go out.
    if (protocol !== SUBPROTOCOL) throw noSessions(`it selected the subprotocol "${protocol}"`)
    send(hello(first, await credentials(auth)))
    const frame = await receive()
    const control = typeof frame === 'string' ? parseServerControl(frame) : null
    if (!control?.welcome) throw noSessions('its first frame is no welcome')
    failures = 0
    maxBytes = control.max!
    const { welcome, recovered, in: committed, refused = [] } = control
    // Only then: of an opening that the app never hears of it would not learn what was missed.
    const begin = (): void => {
      ;[epoch, position] = welcome
    }
    return { recovered: recovered!, in: committed!, refused, begin }
  }

  function hello(first: number, auth: unknown): string {
    let frame = ''
    try {
      const at: Position | undefined = epoch === undefined ? undefined : [epoch, position]
      frame = formatHello({ session: id, opening: ++opening, at, first, auth })
    } catch (cause) {
      throw sessionError('R0023', { cause })
    }
    if (frame.length > MAX_HELLO) throw sessionError('R0023')
    return frame
  }

  return {
    save: () => ({ id, opening, epoch, position }),
    maxInFlight: MAX_IN_FLIGHT,
    get maxBytes() {
      return maxBytes
    },
    offer(protocols = []) {
      if (++failures > SUSPICIOUS_FAILURES && process.env.NODE_ENV !== 'production') {
        failures = -Infinity
        warn(sessionError('R0022'))
      }
      return [SUBPROTOCOL, ...[protocols].flat().filter((name) => name !== SUBPROTOCOL)]
    },
    shakeHands,
    frameOf,
    receive(frame, at, raise) {
      const number = numberOf(frame as Payload)
      if (number >= 0) {
        // What was delivered before is replayed once more where the position was not known.
        if (number > 0 && number <= position) return
        position = Math.max(position, number)
        raise.deliver(messageOf(frame as string), at)
        return
      }
      const control = typeof frame === 'string' ? parseServerControl(frame) : null
      if (!control || control.welcome) return raise.fail(sessionError('R0021'))
      if (control.ack) raise.acknowledge(control.ack, control.refused ?? [])
      position = Math.max(position, control.at ?? 0)
    },
  }
}

async function credentials(auth: unknown): Promise<unknown> {
  try {
    return await (typeof auth === 'function' ? auth() : auth)
  } catch (cause) {
    throw socketError('R0001', { option: 'auth', cause })
  }
}

const noSessions = (value: string) => sessionError('R0020', { value })
