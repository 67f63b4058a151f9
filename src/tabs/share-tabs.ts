import { createLifecycle } from '../connection/lifecycle.ts'
import type { TabsOption } from '../connection/tabs-option.ts'
import { tabsError } from './diagnostics.ts'
import type { CreateTabChannel } from './channel.ts'
import type { TabLocks } from './election.ts'
import { WIRE_VERSION } from './frames.ts'
import { hash } from './hash.ts'
import { createTab } from './tab.ts'

/** The options of `shareTabs()`. */
export interface ShareTabsOptions {
  /**
   * Whose connection it is: tabs with the same key share one, so it must differ from user to user, and
   * from tenant to tenant. Only a hash of it is seen by other pages of the origin. Needed where `url`,
   * `protocols` or `handshake` is a function, and with a `session`.
   * @default made of the socket's name, its url and its protocols
   */
  key?: string | undefined
  /** What elects the leader, for tests. @default navigator.locks */
  locks?: TabLocks | undefined
  /** What opens the channel between the tabs, for tests. @default a `BroadcastChannel` */
  createChannel?: CreateTabChannel | undefined
}

/**
 * Lets all tabs of a browser share one connection, for the option `tabs`: one of them, the leader, has
 * it, and the others show and use it as if it were theirs. Where the browser has no Web Locks or no
 * `BroadcastChannel` (without https, on a server), each tab has a connection of its own.
 */
export function shareTabs(options: ShareTabsOptions = {}): TabsOption {
  const { key } = options
  return {
    groupOf(socket, { url, protocols, handshake, session }) {
      if (key !== undefined) return `${socket}\n${key}`
      const isUnclear = [url, protocols, handshake].some((one) => typeof one === 'function')
      if (isUnclear || session) throw tabsError('C0030', { option: 'tabs' }, TypeError)
      return JSON.stringify([socket, String(url), protocols])
    },
    join: (group) => (core, outbox) => {
      // There are none without https, and on a server.
      const { navigator, BroadcastChannel: Channel } = globalThis
      const { locks = navigator?.locks } = options
      const { createChannel = Channel && ((name) => new Channel(name)) } = options
      if (!locks || !createChannel) return createLifecycle(core, outbox)
      const name = `heartbeat-socket/${WIRE_VERSION}/${hash(group)}`
      return createTab(core, outbox, name, locks, createChannel)
    },
  }
}
