import type { NativeSocket } from '../native-socket.ts'
import type { Call } from '../scenario.ts'
import type { World } from './checker.ts'

/** What a link's end means for what is in flight. */
export type LinkEnd = 'lost' | 'page' | 'for good' | 'for another url'

/** Why a link is closed now: `call` is what the user calls, and `url` the link's. */
export function linkEndOf(
  { connection, task }: World,
  { readyState }: NativeSocket,
  call: Call | undefined,
  url: unknown,
): LinkEnd {
  // What waits goes out first, and the look at the link finds that it is no more.
  if (readyState !== 1 && connection.queued > 0) return 'lost'
  if (call === undefined) return task.signal === 'pagehide' ? 'page' : 'lost'
  if (/^close|dispose/.test(call)) return 'for good'
  if (connection.options.url === url) return 'lost'
  return connection.options.url ? 'for another url' : 'for good'
}
