import fc from 'fast-check'
import { expect, it } from 'vitest'
import { effectScope, ref, type EffectScope, type Ref } from 'vue'
import type { FakeConnection } from 'vue-heartbeat-socket/testing'
import { FakePage } from '../connection/support/fake-page.ts'
import { setUp, type Kit } from '../store/support/set-up.ts'
import { tick, usePrices } from './support/topics.ts'

/** The same runs each time: a gate is no place for luck. */
const SEED = 20_260_101
const RUNS = 300

const TOPICS = ['a', 'b', 'c']
const SLOTS = 4

/** A component on the page, and the topic of its prop. */
interface Shown {
  readonly scope: EffectScope
  readonly topic: Ref<string | null>
}

interface World extends Kit {
  readonly page: FakePage
  readonly shown: (Shown | undefined)[]
  /** Topics of the messages that the component of each slot got. */
  readonly got: string[][]
  isSilent: boolean
}

type Step = (world: World, slot: number, topic: string) => void | Promise<void>

function mount({ got, pinia, shown }: World, slot: number, topic: string): void {
  if (shown[slot]) return
  const one = { scope: effectScope(), topic: ref<string | null>(topic) }
  shown[slot] = one
  one.scope.run(() => usePrices(one.topic, ({ topic: of }) => got[slot]!.push(of), { pinia }))
}

function unmount({ shown }: World, slot: number): void {
  shown[slot]?.scope.stop()
  shown[slot] = undefined
}

/** Silence ends with the links that it has struck: none of them loses a message and goes on. */
function endSilence(world: World): void {
  if (world.isSilent) world.server.drop()
  world.isSilent = false
}

const steps: Record<string, Step> = {
  mount,
  unmount,
  'another topic': ({ shown }, slot, topic) => {
    if (shown[slot]) shown[slot].topic.value = topic
  },
  'no topic': ({ shown }, slot) => {
    if (shown[slot]) shown[slot].topic.value = null
  },
  'a change of route': (world, slot, topic) => {
    unmount(world, slot)
    unmount(world, (slot + 1) % SLOTS)
    mount(world, slot, topic)
  },
  'all leave': (world) => {
    for (let slot = 0; slot < SLOTS; slot++) unmount(world, slot)
  },
  'half a tick': () => Promise.resolve(),
  'a tick': () => tick(),
  accept: (world) => {
    endSilence(world)
    world.server.accept()
  },
  refuse: (world) => {
    endSilence(world)
    world.server.refuse()
  },
  drop: ({ server }) => server.drop(),
  'a close frame': ({ server }) => server.close(1001),
  silence: (world) => {
    world.isSilent = true
    world.server.goSilent()
  },
  'a socket that closes': ({ server }) => {
    for (const connection of server.connections) {
      if (connection.readyState === 1) connection.readyState = 2
    }
  },
  suspicion: ({ page }) => page.goOffline(),
  online: ({ page }) => page.goOnline(),
  connect: ({ store }) => store.connect(),
  close: ({ store }) => store.close(),
  reconnect: ({ store }) => store.reconnect(),
  'a moment': ({ timers }) => timers.advance(7),
  'a minute': ({ timers }) => timers.advance(61_000),
  sleep: ({ timers }) => timers.sleep(30_000),
}

const plays = fc.array(
  fc.record({
    name: fc.constantFrom(...Object.keys(steps)),
    slot: fc.nat(SLOTS - 1),
    topic: fc.constantFrom(...TOPICS),
  }),
  { minLength: 1, maxLength: 40 },
)

/** What a server holds of one link; a message that a careful server refuses is an error. */
function subscribedOn({ received }: FakeConnection): string[] {
  const held = new Set<string>()
  for (const { op, topics } of received.map((data) => JSON.parse(String(data)))) {
    for (const topic of topics as string[]) {
      if (held.has(topic) === (op === 'subscribe')) throw new Error(`${op} of ${topic}, again`)
      if (op === 'subscribe') held.add(topic)
      else held.delete(topic)
    }
  }
  return [...held].sort()
}

function inUse({ shown }: World): string[] {
  const topics = shown.flatMap((one) => one?.topic.value ?? [])
  return [...new Set(topics)].sort()
}

/** The server of an open link that nothing ails has exactly what is in use. */
async function check(world: World): Promise<void> {
  await tick()
  const { server, store } = world
  const links = server.connections.map(subscribedOn)
  const isHealthy = server.connections.at(-1)?.readyState === 1 && !world.isSilent
  if (store.isOpen && isHealthy) expect(links.at(-1)).toEqual(inUse(world))
}

it('each topic in use is subscribed exactly once, whatever happens', async () => {
  let checked = 0
  await fc.assert(
    fc.asyncProperty(plays, async (play) => {
      const page = new FakePage()
      const world: World = {
        ...setUp({ socket: { page } }),
        page,
        shown: [],
        got: [[], [], [], []],
        isSilent: false,
      }
      for (const { name, slot, topic } of play) {
        await steps[name]!(world, slot, topic)
        if (name === 'a tick') await check(world)
      }

      endSilence(world)
      page.goOnline()
      world.server.accept()
      world.store.connect()
      await world.timers.advance(120_000)

      expect(world.store.isOpen).toBe(true)
      await check(world)
      for (const topic of TOPICS) world.server.send({ topic })
      expect(world.got).toEqual(
        world.got
          .map((_, slot) => world.shown[slot]?.topic.value ?? [])
          .map((topic) => [topic].flat()),
      )
      checked++
      world.unmount()
    }),
    { seed: SEED, numRuns: RUNS },
  )

  expect(checked).toBe(RUNS)
})
