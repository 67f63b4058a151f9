import type { Core } from '../connection/core.ts'
import type { OwnLifecycle } from '../connection/lifecycle-interface.ts'
import type { Message } from '../connection/message-list.ts'
import type { Outbox } from '../connection/outbox.ts'
import { byteLength } from '../options/raw-data.ts'
import type { RawData } from '../options/options.ts'
import { TOO_LARGE, type Item, type Outcome } from './frames.ts'

/** The `data` of a follower's message in this outbox: what becomes of it goes here. */
class Relay {
  item: Extract<Item, readonly ['outcome', ...unknown[]]> | undefined
}

/** The messages of followers, in the outbox of the leader. */
export interface Relays {
  /**
   * Sends the first of these messages that can go out now, and answers before it does.
   *
   * @param to - the follower
   * @param id - of the first
   */
  take(to: string, id: number, raws: readonly RawData[], isUrgent: boolean): void
  /** Sends one that is not accounted for, now or never. */
  sendNow(raw: RawData): void
  /** Takes what became of a message, if it is another tab's. */
  relayed(data: unknown, outcome: Outcome): boolean
  /** Followers whose messages were not taken offer them again, if there is room. */
  makeRoom(): void
  /** Leads no longer: their tabs offer them to the next leader. */
  end(): void
}

/**
 * @param add - adds to the next batch
 * @param post - posts it now
 * @param changed - the next batch brings the state, upon which followers offer again
 */
export function createRelays(
  core: Core,
  outbox: Outbox,
  own: OwnLifecycle,
  add: (item: Item) => void,
  post: () => void,
  changed: () => void,
): Relays {
  const { state, clock } = core
  const { waiting, inFlight } = outbox
  let isRefusing = false

  /** Takes a message, if it can go out now; its number, or `undefined` if it has to wait. */
  function admit(to: string, id: number, raw: RawData, taken: Message[]): number | undefined {
    const link = own.link()
    if (!link?.ensureOpen() || state.status !== 'open') return undefined
    const size = byteLength(raw)
    if (!link.isTrusted() || waiting.first()) return undefined
    if (!inFlight.hasRoom(size)) return inFlight.messages.first() ? undefined : TOO_LARGE
    const data = new Relay()
    const settle = () => {
      add((data.item = ['outcome', to, id, '']))
      makeRoom()
    }
    const message: Message = { data, raw, size, at: clock(), number: 0, sentAt: 0, settle }
    inFlight.add(message)
    taken.push(message)
    return message.number
  }

  function transmit(message: Message): void {
    const link = own.link()
    try {
      link!.send(message.raw, message.number)
    } catch {
      if (!inFlight.messages.remove(message)) return
      message.settle()
      relayed(message.data, 'unsendable')
    }
    if (!message.number) return
    inFlight.makeRoom(waiting)
    link?.awaitReceipt()
  }

  function relayed(data: unknown, outcome: Outcome): boolean {
    if (!(data instanceof Relay)) return false
    if (data.item) data.item[3] = outcome
    return true
  }

  function makeRoom(): void {
    if (!isRefusing || waiting.first()) return
    isRefusing = false
    changed()
  }

  return {
    take(to, id, raws, isUrgent) {
      const taken: Message[] = []
      const numbers: number[] = []
      for (const raw of raws) {
        const number = admit(to, id + numbers.length, raw, taken)
        if (number === undefined) break
        numbers.push(number)
      }
      isRefusing ||= !isUrgent && numbers.length < raws.length
      if (numbers.length || !isUrgent) add(['took', to, id, numbers])
      else add(['outcome', to, id, 'overflow'])
      // First: what a dead leader has sent must be known.
      post()
      taken.forEach(transmit)
    },
    sendNow(raw) {
      const link = own.link()
      try {
        if (link?.ensureOpen()) link.send(raw, 0)
      } catch {
        // Of a message that can't wait nothing is reported.
      }
    },
    relayed,
    makeRoom,
    end() {
      for (const list of [waiting, inFlight.messages]) {
        const relays = list.all().filter(({ data }) => data instanceof Relay)
        for (const relay of relays) list.remove(relay)
      }
    },
  }
}
