import { socketError, type SocketError } from '../diagnostics.ts'
import { encode } from '../options/codec.ts'
import type { NativeSocket, RawData } from '../options/options.ts'
import { isBinary, isRawData, sameBytes } from '../options/raw-data.ts'
import { consult } from './consult.ts'
import { emitError, type Core } from './core.ts'
import type { Transport } from './transport.ts'

/** What a heartbeat says and understands, as the options have it. */
export interface HeartbeatMessages {
  /** Sends a ping; returns it, or nothing if it could not be made or sent (an `error` has said so). */
  ping(): RawData | undefined
  /** Whether data answers a ping. */
  isPong(data: any): boolean
  /** Answers a ping of the server's; returns whether data was one. */
  reply(data: any): boolean
}

const isNoReply = (answer: unknown): boolean => (answer ?? false) === false
const isReply = (answer: unknown): boolean => isNoReply(answer) || isRawData(answer)

const isFunction = (message: unknown): message is () => object | RawData =>
  typeof message === 'function'

export function createHeartbeatMessages(
  core: Core,
  transport: Transport,
  socket: NativeSocket,
): HeartbeatMessages {
  const settings = () => core.options.heartbeat
  const raise = (error: SocketError) => emitError(core, error)

  /** What the option `message` makes, in the shape in which it is sent. */
  function make(): RawData | undefined {
    const { message } = settings()
    const option = 'heartbeat.message'
    const data = isFunction(message) ? consult(core, option, raise, message, null) : message
    if (data === undefined || isRawData(data)) return data
    return encode(core.options.codec, data)
  }

  return {
    ping() {
      try {
        const data = make()
        // The user's function may have ended the link.
        if (data === undefined || transport.hasEnded()) return undefined
        socket.send(data)
        return data
      } catch (cause) {
        if (!core.broken.has(settings())) raise(socketError('R0003', { cause }))
        core.broken.add(settings())
        return undefined
      }
    },
    isPong(data) {
      const { pong } = settings()
      if (typeof pong === 'function') {
        return Boolean(consult(core, 'heartbeat.pong', raise, pong, data))
      }
      // Text, as most of what arrives is, needs no closer look.
      return data === pong || (typeof data !== 'string' && isBinary(pong) && sameBytes(data, pong))
    },
    reply(data) {
      const { reply } = settings()
      if (!reply) return false
      const answer = consult(core, 'heartbeat.reply', raise, reply, data, undefined, isReply)
      if (isNoReply(answer)) return false
      if (!transport.hasEnded()) socket.send(answer)
      return true
    },
  }
}
