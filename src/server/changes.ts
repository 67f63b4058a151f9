import { encode, type ServerCodec } from './codec.ts'
import type { MessageContext, Session } from './session.ts'
import { sessionTarget, spell, spellChannel } from './targets.ts'
import type { Changes, Outgoing } from './store.ts'

export const NO_CHANGES: Changes = { publishes: [], joins: [], leaves: [], refused: false }

/** What one run of a handler does, until it is over. */
export interface ChangeCollector {
  readonly context: Pick<MessageContext, 'session' | 'publish' | 'reply'>
  /** What was collected. What comes later is ignored. */
  close(): Changes
}

export function collectChanges(session: Session, codec: ServerCodec): ChangeCollector {
  const publishes: Outgoing[] = []
  const joins = new Set<string>()
  const leaves = new Set<string>()
  let isOver = false

  function add(target: string, message: unknown): void {
    const data = encode(codec, message)
    if (!isOver) publishes.push({ target, data })
  }

  /** The last word on a channel counts. */
  function move(channel: string, to: Set<string>, from: Set<string>): void {
    const target = spellChannel(channel)
    if (isOver) return
    from.delete(target)
    to.add(target)
  }

  const reply = (message: unknown): void => add(sessionTarget(session), message)

  return {
    context: {
      session: {
        user: session.user,
        id: session.id,
        send: async (message, options) =>
          options?.keep === false ? session.send(message, options) : reply(message),
        join: async (channel) => move(channel, joins, leaves),
        leave: async (channel) => move(channel, leaves, joins),
      },
      publish: (target, message) => add(spell(target), message),
      reply,
    },
    close() {
      isOver = true
      return { publishes, joins: [...joins], leaves: [...leaves], refused: false }
    },
  }
}
