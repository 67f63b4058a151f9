import type { Core } from '../connection/core.ts'
import type { OwnLifecycle } from '../connection/lifecycle-interface.ts'
import type { Outbox } from '../connection/outbox.ts'
import { createNextTask } from '../timers/next-task.ts'
import type { Wire } from './channel.ts'
import { SHARED_EVENTS } from './frames.ts'
import type { Asked, Item, Outcome, SharedEvent } from './frames.ts'
import { createRelays } from './relays.ts'
import { isShared, readState, toPlain, withoutCause } from './shared-state.ts'
import type { Answer, Place } from './shared-state.ts'

/** A leader that has posted nothing for so long, in ms, may have slept: it asks whether it still leads. */
const QUIET = 3_000

/** How long, in ms, a new leader posts to tabs that it may not know yet. */
const GREETING = 3_000

/**
 * From one batch to the next, in ms, in a page that can be seen: a post costs more than a message. In
 * a hidden one timers may be held back for a second.
 */
const PACE = 8

/** This tab's part while others follow it. */
export interface Leader {
  /** Its term, and the newest batch. */
  place(): Place
  /** How many tabs follow. */
  count(): number
  /** Whether one of them can be seen. */
  isSeen(): boolean
  /** Takes a question of another tab. */
  handle(asked: Asked): void
  /** Takes what became of a message, if it is another tab's. */
  relayed(data: unknown, outcome: Outcome): boolean
  /** Posts what waits for the next batch: the page is hidden, and its timers may be held back. */
  flush(): void
  /** Notes the server's answer to an opening. */
  noteAnswer(answer: Answer): void
  /** Leads no longer. */
  end(): void
}

/** What a leader needs of its tab. */
export interface Leadership {
  readonly term: number
  readonly before: Place
  /** Whether this page can be seen. */
  isVisible(): boolean
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
  { term, before, isVisible, isHeld, seen, lost }: Leadership,
): Leader {
  const { state, events, clock } = core
  const { timer } = core.options
  /** By tab: whether it can be seen. */
  const followers = new Map<string, boolean>()
  /** By tab, those that have left included: the newest message that it has offered. */
  const offered = new Map<string, number>()
  const task = createNextTask(flush)
  const begunAt = clock()
  let items: Item[] = []
  /** Whether the next batch brings the state. */
  let hasChanged = true
  let seq = 0
  let postedAt = 0
  let isRequested = false
  let handle: unknown
  let checkedAt = begunAt
  let checking: Promise<void> | undefined
  let answer: Answer | undefined
  let isOver = false
  let isNew = true

  const { take, sendNow, relayed, makeRoom, end } = createRelays(
    core,
    outbox,
    own,
    add,
    post,
    changed,
  )
  const removers = [
    events.on('message', (_, raw) => addMessage(raw)),
    ...SHARED_EVENTS.map((name) => events.on(name, (...args: any[]) => addEvent(name, args))),
    ...(['sent', 'drop'] as const).map((name) => events.on(name, makeRoom)),
  ]
  // Tabs that wait for the lock hear of it by this.
  post()

  // What is posted.

  function hasFollowers(): boolean {
    if (isNew) isNew = clock() - begunAt < GREETING
    return isNew || followers.size > 0
  }

  function add(item: Item): void {
    // `seq` counts what isn't posted too, so that a tab that follows without a `hello` sees a gap.
    if (!hasFollowers()) seq++
    else {
      items.push(item)
      request()
    }
  }

  // Hot path: with no follower it must not allocate.
  function addMessage(raw: unknown): void {
    if (!hasFollowers()) seq++
    else add(['message', raw, state.lastReceivedAt!, position()])
  }

  const position = () => core.lifetime.session?.save().position

  function addEvent(name: SharedEvent, args: any[]): void {
    // What doesn't decode here is a message to others.
    if (args[1] !== undefined) addMessage(args[1])
    else if (name !== 'error' || isShared(args[0])) {
      changed()
      add(toItem(name, args))
    }
  }

  function toItem(name: SharedEvent, args: any[]): Item {
    const [first] = args
    if (name === 'open') return [name, first.recovered, position()]
    if (name === 'error') return [name, toPlain(first)]
    if (name === 'close') return [name, withoutCause(first)]
    if (name !== 'status' || !first.close) return [name, ...args]
    return [name, { ...first, close: withoutCause(first.close) }]
  }

  function changed(): void {
    if (!hasFollowers()) return
    hasChanged = true
    request()
  }

  function request(): void {
    if (isRequested) return
    isRequested = true
    const left = postedAt + PACE - clock()
    if (left > 0 && isVisible()) handle = timer.setTimeout(flush, left)
    else task.request()
  }

  function flush(): void {
    isRequested = false
    whenCurrent(post)
  }

  function post(): void {
    if (!items[0] && !hasChanged) return
    const present = hasChanged ? readState(core, outbox.inFlight, { before, answer }) : undefined
    hasChanged = false
    postedAt = clock()
    wire.post({ term, seq: ++seq, items: items.splice(0), state: present })
  }

  function postState(): void {
    hasChanged = true
    post()
  }

  /** Acts if this tab still leads: after a sleep another one may have taken over. */
  function whenCurrent(act: () => void): void {
    if (isOver) return
    const now = clock()
    if (!checking && now - checkedAt < QUIET) {
      checkedAt = now
      act()
      return
    }
    checking ??= isHeld().then((isMine) => {
      checking = undefined
      if (isMine) checkedAt = clock()
      else if (!isOver) lost()
    })
    void checking.then(() => isOver || act())
  }

  // Questions.

  function note(tab: string, isSeen: boolean): void {
    const wasSeen = followers.get(tab)
    followers.set(tab, isSeen)
    if (isSeen && !wasSeen) seen()
  }

  function answerTo(asked: Asked): void {
    const { type, from: tab } = asked
    if (type === 'hello') {
      note(tab, asked.isVisible)
      postState()
    } else if (type === 'ask') {
      // Only a tab that can be seen asks.
      note(tab, true)
      // By a timer: a page whose timers stand still must not seem alive.
      timer.setTimeout(() => whenCurrent(postState), 0)
    } else if (type === 'bye') followers.delete(tab)
    else if (asked.term !== term) return
    else if (type !== 'offer') own[type]()
    else if (asked.id === 0) asked.raws.forEach(sendNow)
    else if (asked.id > (offered.get(tab) ?? 0)) {
      // Its `hello` may have been lost.
      if (!followers.has(tab)) note(tab, false)
      offered.set(tab, asked.id + asked.raws.length - 1)
      take(tab, asked.id, asked.raws, asked.isUrgent)
    }
  }

  return {
    place: () => [term, seq],
    count: () => followers.size,
    isSeen: () => [...followers.values()].includes(true),
    handle: (asked) =>
      whenCurrent(() => {
        answerTo(asked)
        events.drain()
      }),
    relayed,
    flush,
    noteAnswer(given) {
      answer ??= given
    },
    end() {
      // What has come until now is every tab's. After a sleep another one may lead.
      if (clock() - checkedAt < QUIET) post()
      isOver = true
      for (const remove of removers) remove()
      timer.clearTimeout(handle)
      task.close()
      end()
    },
  }
}
