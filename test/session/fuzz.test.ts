import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSession } from 'vue-heartbeat-socket/session'
import { Connection } from 'vue-heartbeat-socket/socket'
import type { DropReason, SocketEvents } from 'vue-heartbeat-socket/socket'
import {
  createFakeServer,
  createFakeTimers,
  type FakeServer,
  type FakeTimers,
} from 'vue-heartbeat-socket/testing'
import { vectors } from '../protocol/support/vectors.ts'
import { takeWarnings } from '../support/console.ts'

/** The same runs each time: a gate is no place for luck. */
const RUNS = { seed: 20_260_116, numRuns: 100 }

/** The most characters of a control frame. */
const MAX_CONTROL = 4_096

/** More than these a connection never holds. */
const MAX_MESSAGES = 300
const MAX_IN_FLIGHT = 256

class World {
  readonly timers: FakeTimers = createFakeTimers()
  readonly server: FakeServer = createFakeServer({ timers: this.timers, pong: null })
  readonly connection: Connection
  /** How each message ended, by its number. */
  readonly ends: string[][] = []
  /** The numbers delivered since the newest opening. */
  delivered: number[] = []

  constructor() {
    this.connection = new Connection({
      ...this.server.options,
      session: createSession({ auth: () => ({ token: 'secret' }) }),
      outbox: { maxMessages: MAX_MESSAGES, maxAge: 20_000 },
    })
    this.#on('open', () => (this.delivered = []))
    this.#on('message', (message) => this.delivered.push(message))
    this.#on('confirmed', ({ sent }) => this.ends[sent]!.push('confirmed'))
    this.#on('drop', ({ data, reason }) => this.ends[data.sent]!.push(reason))
    this.server.accept()
  }

  send(): void {
    this.ends.push([])
    this.connection.send({ sent: this.ends.length - 1 })
  }

  /** Over any link, ended ones as well. */
  say(frame: unknown, isOld: boolean): void {
    const { connections } = this.server
    const link = isOld ? connections[0] : connections.at(-1)
    const wasOpen = this.connection.status === 'open' && link === connections.at(-1)
    // An acknowledgement lets others out, which it does not confirm.
    const sent = [...(link?.sent ?? [])]
    link?.emit('message', { data: frame })
    if (!wasOpen) return
    expect(this.connection.status === 'open', `after ${String(frame).slice(0, 80)}`).toBe(
      isAllowed(frame),
    )
    if (isAllowed(frame)) this.#checkConfirmed(ackOf(frame), sent)
  }

  /** What went out over a link with such a number, and all before it, has an end. */
  #checkConfirmed(ack: number, sent: readonly unknown[]): void {
    for (const frame of sent) {
      const [, number, at] = /^(\d+) \{"sent":(\d+)\}$/.exec(String(frame)) ?? []
      if (number && Number(number) <= ack) expect(this.ends[Number(at)]).toHaveLength(1)
    }
  }

  #on<Name extends keyof SocketEvents>(
    name: Name,
    listener: (...args: SocketEvents[Name]) => unknown,
  ): void {
    this.connection.on(name, listener)
  }
}

/** Whether the protocol allows a frame on an open link, read from its page. */
function isAllowed(frame: unknown): boolean {
  if (typeof frame !== 'string') {
    const view = new DataView(frame as ArrayBuffer)
    return view.byteLength >= 8 && view.getBigUint64(0) < 2n ** 53n
  }
  if (!frame.startsWith('{')) {
    const [, number] = /^(0|[1-9]\d*) /.exec(frame) ?? []
    return number !== undefined && isCount(Number(number))
  }
  if (frame.length > MAX_CONTROL) return false
  try {
    const { welcome, ack = 0, at = 0, refused = [] } = JSON.parse(frame)
    const isList = Array.isArray(refused) && refused.length <= MAX_IN_FLIGHT
    return welcome === undefined && isList && [ack, at, ...refused].every(isCount)
  } catch {
    return false
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

const ackOf = (frame: unknown): number =>
  String(frame).startsWith('{') ? (JSON.parse(String(frame)).ack ?? 0) : 0

type Step = (world: World) => unknown

const number = fc.oneof(
  fc.nat({ max: 40 }),
  fc.constantFrom<unknown>(-1, 0, 1.5, 2 ** 53, 2 ** 53 - 1, '7', null, true, [], {}, undefined),
)

const fields = {
  welcome: fc.oneof(fc.tuple(fc.constantFrom<unknown>('e', 'f', '', 1), number), number),
  recovered: fc.constantFrom<unknown>(true, false, 1, null),
  in: number,
  max: fc.constantFrom<unknown>(0, 30, 1_000_000, -1, '9'),
  ack: number,
  refused: fc.array(number, { maxLength: 3 }),
  at: number,
  pong: fc.constant(1),
}

const valid = fc.record({
  welcome: fc.tuple(fc.constantFrom('e', 'f'), fc.nat({ max: 40 })),
  recovered: fc.boolean(),
  in: fc.oneof(fc.nat({ max: 40 }), fc.constant(null)),
  max: fc.constantFrom(30, 1_000_000),
})

const written = fc.constantFrom(
  ...vectors.serverControls.map(({ frame }) => frame),
  ...vectors.notServerControls,
  ...vectors.notTextFrames,
  ...vectors.hellos.map(({ frame }) => frame),
)

const damaged = fc
  .tuple(written, fc.nat({ max: 60 }), fc.nat({ max: 3 }), fc.string({ maxLength: 3 }))
  .map(([frame, at, cut, added]) => frame.slice(0, at) + added + frame.slice(at + cut))

const message = fc.nat({ max: 200 }).map((n) => `${n} ${n}`)

const notMessage = fc
  .tuple(fc.constantFrom('0', '-', '+', ' '), message)
  .map(([before, rest]) => before + rest)

const welcome = valid.map((control) => JSON.stringify(control))

/** Nearly right, or anything at all: most of it ends the link. */
const wrong = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(fields, { requiredKeys: [] }).map((one) => JSON.stringify(one)),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...(Object.keys(fields) as (keyof typeof fields)[]))
      .chain((key) => fields[key].map((value) => JSON.stringify({ [key]: value }))),
  },
  { weight: 2, arbitrary: damaged },
  { weight: 1, arbitrary: notMessage },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }).map(({ buffer }) => buffer) },
  { weight: 1, arbitrary: fc.constant(`{"at":1,"x":"${'x'.repeat(5_000)}"}`) },
)

const right = fc.oneof(
  message,
  fc
    .record({ ack: fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 400 })) })
    .map((one) => JSON.stringify(one)),
  fc
    .record({ ack: fc.nat({ max: 400 }), refused: fc.array(fc.nat({ max: 9 })) })
    .map((one) => JSON.stringify(one)),
  fc.record({ at: fc.nat({ max: 40 }), pong: fc.constant(1) }).map((one) => JSON.stringify(one)),
)

const sayTo = (frame: fc.Arbitrary<unknown>, isOld: boolean): fc.Arbitrary<Step> =>
  frame.map((data) => (world) => world.say(data, isOld))

/** The next attempt is made, and welcomed. */
const reopen = welcome.map<Step>((data) => async (world) => {
  if (world.connection.status === 'open') return
  await world.timers.advance(6_000)
  world.say(data, false)
})

const others = fc.constantFrom<Step>(
  (world) => world.send(),
  (world) => {
    for (let at = 0; at < 150; at++) world.send()
  },
  ({ server }) => server.drop(),
  ({ server }) => server.close(1012),
  ({ connection }) => connection.reconnect(),
  ({ timers }) => timers.advance(500),
  ({ timers }) => timers.advance(6_000),
)

const step = fc.oneof(
  { weight: 8, arbitrary: sayTo(right, false) },
  { weight: 1, arbitrary: sayTo(wrong, false) },
  { weight: 1, arbitrary: sayTo(fc.oneof(right, wrong, welcome), true) },
  { weight: 5, arbitrary: reopen },
  { weight: 6, arbitrary: others },
)

const STATUSES = new Set(['connecting', 'open', 'reconnecting', 'suspended', 'failed'])

/** What is true at any time, whatever the server says. */
function check({ connection, ends, delivered, server }: World): void {
  const { unconfirmed, queued, status, openedAt } = connection
  expect(STATUSES).toContain(status)
  expect(openedAt !== null).toBe(status === 'open')
  expect(unconfirmed).toBeLessThanOrEqual(MAX_IN_FLIGHT)
  expect(unconfirmed! + queued).toBeLessThanOrEqual(MAX_MESSAGES)
  if (status !== 'open') expect(unconfirmed).toBe(0)
  expect(ends.every((all) => all.length <= 1)).toBe(true)
  expect(ends.filter((all) => all.length === 0)).toHaveLength(unconfirmed! + queued)
  expect(delivered.filter((n, at) => n > 0 && n <= delivered[at - 1]!)).toEqual([])
  expect(server.connections.every(({ sent }) => sent.length < 5_000)).toBe(true)
}

/** A busy machine is no failure. */
const SLOW = { timeout: 60_000 }

it('survives whatever a server says: bounded, in order, one end each', SLOW, async () => {
  const reasons = new Set<DropReason | string>()
  let heard = 0
  await fc.assert(
    fc.asyncProperty(
      welcome,
      fc.array(step, { minLength: 10, maxLength: 40 }),
      async (first, steps) => {
        const world = new World()
        await world.timers.advance(0)
        world.say(first, false)
        for (const take of steps) {
          await take(world)
          await world.timers.advance(0)
          check(world)
        }
        if (world.connection.received > 0) heard++
        world.connection.close()

        expect(world.ends.every((all) => all.length === 1)).toBe(true)
        for (const [end] of world.ends) reasons.add(end!)
        world.connection.dispose()
      },
    ),
    RUNS,
  )
  const warnings = takeWarnings()

  // It came far enough to be worth its time.
  expect(heard).toBeGreaterThan(RUNS.numRuns / 4)
  expect([...reasons]).toEqual(
    expect.arrayContaining(['confirmed', 'refused', 'unconfirmed', 'closed', 'expired']),
  )
  // After three attempts that no welcome answered.
  expect(warnings.every((text) => String(text).includes('R0022'))).toBe(true)
})
