import type { SocketOptions } from '../options/options.ts'
import type { CreateLifecycle } from './lifecycle-interface.ts'

/** What `shareTabs()` returns: how the sockets of several tabs become one connection. */
export interface TabsOption {
  /**
   * The tabs among which a socket with these options is shared.
   *
   * @param socket - the id of its store
   * @throws TypeError with a `code` where the options don't say which connections are the same
   */
  groupOf(socket: string, options: SocketOptions): string
  /** What makes the lifecycle of a connection that is one of such a group. */
  join(group: string): CreateLifecycle
}
