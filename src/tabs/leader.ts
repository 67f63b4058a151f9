import type { Core } from '../connection/core.ts'
import type { OwnLifecycle } from '../connection/lifecycle-interface.ts'
import type { Message } from '../connection/message-list.ts'
import type { Outbox } from '../connection/outbox.ts'
import { byteLength } from '../options/raw-data.ts'
import type { RawData } from '../options/options.ts'
import { createNextTask } from '../timers/next-task.ts'
import type { Wire } from './channel.ts'
import { SHARED_EVENTS, TOO_LARGE } from './frames.ts'
import type { Answer, Asked, Item, Outcome, Succession } from './frames.ts'
import { isShared, readState } from './shared-state.ts'

/** A leader that has posted nothing for so long, in ms, may have slept: it asks whether it still leads. */
const QUIET = 3_000

/** How long, in ms, a new leader posts to tabs that it may not know yet. */
const GREETING = 3_000

/** This tab's part while others follow it. */
export interface Leader {
  readonly term: number
  /** How many tabs follow. */
  count(): number
  /** Whether one of them can be seen. */
  isSeen(): boolean
  /** Takes a question of another tab. */
  handle(asked: Asked): void
  /** Takes what became of a message, if it is another tab's. */
  relayed(data: unknown, outcome: Outcome): boolean
  /** Notes the server's answer to an opening. */
  noteAnswer(answer: Answer): void
  /** Leads no longer. */
  end(): void
}

interface FollowerTab {
  isVisible: boolean
  /** The newest message that it has offered. */
  newest: number
}

/** What a follower's message is to this tab's outbox, in place of the data. */
class Relay {
  end: Extract<Item, readonly ['end', ...unknown[]]> | undefined
}

/** What a tab leads by. */
export interface Leadership {
  readonly term: number
  readonly before: Succession['before']
  /** Whether this tab still holds the lock. */
  isHeld(): Promise<boolean>
  /** Called when a follower has become visible. */
  seen(): void
  /** Called when another tab holds the lock. */
  lost(): void
}

/** @param own - the connection's own lifecycle */
export function createLeader(
  core: Core,
  outbox: Outbox,
  own: OwnLifecycle,
  wire: Wire,
  { term, before, isHeld, seen, lost }: Leadership,
): Leader {
  const { state, events, clock } = core
  const { waiting, inFlight } = outbox
  const followers = new Map<string, FollowerTab>()
  const relays = new Set<Message>()
  const task = createNextTask(() => whenCurrent(post))
  const from = core.lifetime.session?.save().position ?? 0
  let items: Item[] = []
  let seq = 0
  const begunAt = clock()
  let checkedAt = begunAt
  let checking: Promise<void> | undefined
  let answer: Answer | undefined
  let isRefusing = false
  let isOver = false
  let isNew = true

  const removers = [
    events.on('message', (_, raw) => addMessage(raw)),
    ...SHARED_EVENTS.map((name) =>
      events.on(name, (...args: any[]) => {
        if (name === 'error' && args[1] !== undefined) addMessage(args[1])
        else if (name !== 'error' || isShared(args[0])) {
          add(['event', name, clean(name, args), ...present()])
        }
        makeRoom()
      }),
    ),
    ...(['sent', 'drop'] as const).map((name) => events.on(name, makeRoom)),
  ]

  // What is posted.

  function hasFollowers(): boolean {
    if (isNew) isNew = clock() - begunAt < GREETING
    return isNew || followers.size > 0
  }

  function add(item: Item): void {
    // Counted all the same, so that a tab which says up to where it has heard is told the rest.
    if (!hasFollowers()) seq++
    else if (items.push(item) === 1) task.request()
  }

  // Hot path: with no follower it must not allocate.
  function addMessage(raw: unknown): void {
    if (!hasFollowers()) {
      seq++
      return
    }
    add(['message', state.lastReceivedAt!, raw, core.lifetime.session?.save().position])
  }

  function post(isEmpty?: unknown): void {
    if (items[0] || isEmpty === true) wire.post({ term, seq: ++seq, items: items.splice(0) })
  }

  /** Acts if this tab still leads: after a sleep another one may have taken over. */
  function whenCurrent(act: () => void): void {
    const now = clock()
    if (!checking && now - checkedAt < QUIET) {
      checkedAt = now
      act()
      return
    }
    checking ??= isHeld().then((isMine) => {
      checking = undefined
      checkedAt = clock()
      if (!isMine && !isOver) lost()
    })
    void checking.then(() => isOver || act())
  }

  function present(): [ReturnType<typeof readState>, Succession] {
    const { session, cursor } = core.lifetime
    const newest = inFlight.next() - 1
    const hasAnswered = inFlight.hasAnswered()
    const saved = session?.save()
    const succession = { before, answer, from, session: saved, newest, hasAnswered, cursor }
    return [readState(core), succession]
  }

  // Messages of other tabs.

  /** Takes a message, if it can go out now; its number, or `undefined` if it has to wait. */
  function admit(to: string, id: number, raw: RawData, taken: Message[]): number | undefined {
    const link = own.link()
    if (!link?.ensureOpen() || state.status !== 'open') return undefined
    const size = byteLength(raw)
    if (!link.isTrusted() || waiting.first()) return undefined
    if (!inFlight.hasRoom(size)) return inFlight.messages.first() ? undefined : TOO_LARGE
    const data = new Relay()
    const settle = () => {
      relays.delete(message)
      add((data.end = ['end', to, id, '']))
      makeRoom()
    }
    const message: Message = { data, raw, size, at: clock(), number: 0, sentAt: 0, settle }
    if (inFlight.add(message)) relays.add(message)
    taken.push(message)
    return message.number
  }

  /** Sends the first of these messages that can go out now, and answers before it does. */
  function take(to: string, id: number, raws: readonly RawData[], isUrgent = false): void {
    const taken: Message[] = []
    const numbers: number[] = []
    for (const raw of raws) {
      const number = admit(to, id + numbers.length, raw, taken)
      if (number === undefined) break
      numbers.push(number)
    }
    isRefusing ||= !isUrgent && numbers.length < raws.length
    if (numbers.length || !isUrgent) add(['took', to, id, numbers])
    else add(['end', to, id, 'overflow'])
    // First: what a dead leader has sent must be known.
    post()
    taken.forEach(transmit)
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
    if (data.end) data.end[3] = outcome
    return true
  }

  function makeRoom(): void {
    if (!isRefusing || waiting.first()) return
    isRefusing = false
    add(['room'])
  }

  // Questions.

  function answerTo(asked: Asked): void {
    const { type, from: tab } = asked
    const follower = followers.get(tab)
    if (type === 'hello') {
      followers.set(tab, { newest: 0, ...follower, isVisible: asked.isVisible === true })
      if (asked.isVisible && !follower?.isVisible) seen()
      if (asked.term === term && asked.seq === seq) return
      add(['snapshot', tab, ...present()])
      post()
    } else if (asked.term !== term) return
    else if (type === 'bye') followers.delete(tab)
    // By a timer: a page whose timers stand still must not seem alive.
    else if (type === 'ask') core.options.timer.setTimeout(() => whenCurrent(() => post(true)), 0)
    else if (type === 'connect' || type === 'reconnect') own[type]()
    else if (type === 'send' && asked.id === 0) sendNow(asked.raw)
    else if (follower && 'id' in asked && asked.id > follower.newest) {
      const raws = type === 'send' ? [asked.raw] : asked.raws
      follower.newest = asked.id + raws.length - 1
      take(tab, asked.id, raws, type === 'send')
    }
  }

  function sendNow(raw: RawData): void {
    const link = own.link()
    try {
      if (link?.ensureOpen()) link.send(raw, 0)
    } catch {
      // Of a message that can't wait nothing is reported.
    }
  }

  // Tabs that wait for the lock hear of it by this.
  wire.post({ term, seq: ++seq, items: [['snapshot', null, ...present()]] })

  return {
    term,
    count: () => followers.size,
    isSeen: () => [...followers.values()].some(({ isVisible }) => isVisible),
    handle: (asked) =>
      whenCurrent(() => {
        answerTo(asked)
        events.drain()
      }),
    relayed,
    noteAnswer(given) {
      answer ??= given
    },
    end() {
      isOver = true
      for (const remove of removers) remove()
      task.close()
      // Their tabs offer them to the next leader.
      for (const message of relays) {
        waiting.remove(message)
        inFlight.messages.remove(message)
      }
    },
  }
}

/** Without what can't be posted: an error loses its code, and what it was caused by may be anything. */
function clean(name: string, args: any[]): any[] {
  if (name === 'error') return []
  const [first] = args
  if (name === 'close') return [{ ...first, error: undefined }]
  if (name === 'status' && first.close) {
    return [{ ...first, close: { ...first.close, error: undefined } }]
  }
  return args
}
