import type { CreateTabChannel } from './channel.ts'
import type { TabLocks } from './election.ts'
import { WIRE_VERSION } from './frames.ts'
import { hash } from './hash.ts'

/** Where the tabs of a group find one another. */
export interface Meeting {
  /** Of the lock and of the channel. */
  readonly name: string
  readonly locks: TabLocks
  readonly createChannel: CreateTabChannel
}

/** The meeting of a group; `null` where the browser has no locks or no channels, as without https. */
export function meetingOf(
  group: string,
  locks: TabLocks | undefined = globalThis.navigator?.locks,
  createChannel?: CreateTabChannel,
): Meeting | null {
  if (!locks || !(createChannel ?? globalThis.BroadcastChannel)) return null
  return {
    name: `heartbeat-socket/${WIRE_VERSION}/${hash(group)}`,
    locks,
    createChannel: createChannel ?? ((channel) => new BroadcastChannel(channel)),
  }
}
