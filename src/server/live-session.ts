import type { PublishOptions, Session } from './session.ts'
import type { SessionKey } from './store.ts'
import { spellChannel, type Target } from './targets.ts'
import { Upstream, type UpstreamOptions } from './upstream.ts'

export interface LiveSessionOptions extends UpstreamOptions {
  publish(target: Target, message: unknown, options?: PublishOptions): Promise<void>
}

/** A session as apps see it, and its messages. */
export class LiveSession implements Session {
  readonly user: string
  readonly id: string
  readonly #options: LiveSessionOptions
  /** For its links; apps see a `Session`. */
  readonly upstream: Upstream

  constructor(options: LiveSessionOptions, { user, id }: SessionKey) {
    this.user = user
    this.id = id
    this.#options = options
    this.upstream = new Upstream(options, this)
  }

  send(message: unknown, options?: PublishOptions): Promise<void> {
    return this.#options.publish({ session: this }, message, options)
  }

  async join(channel: string): Promise<void> {
    await this.upstream.move({ joins: [spellChannel(channel)] })
  }

  async leave(channel: string): Promise<void> {
    await this.upstream.move({ leaves: [spellChannel(channel)] })
  }
}
