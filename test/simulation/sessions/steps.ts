import type { Target } from 'vue-heartbeat-socket/server'
import type { Client } from './client.ts'
import type { Node } from './node.ts'
import type { Audience, Step } from './scenario.ts'
import { CHANNEL, ROOM } from './work.ts'
import type { World } from './world.ts'

type Take<Name extends Step['do']> = (step: Extract<Step, { do: Name }>, world: World) => unknown

/** Another node starts so many ms after one has been drained. */
const RESTART = 1_000

/** After so many ms a message is handled at no node any more. */
const OLD = 20_000

/** A code of the app's own. */
const BY_APP = 4000

const steps: { [Name in Step['do']]: Take<Name> } = {
  wait: ({ ms }, world) => world.wait(ms),
  send({ client, work, count }, world) {
    for (let at = 0; at < count; at++) clientOf(world, client).send(work, false)
  },
  'send now': ({ client, work }, world) => clientOf(world, client).send(work, true),
  publish({ to, client, count, keep }, world) {
    for (let at = 0; at < count; at++) publish(world, to, clientOf(world, client), keep)
  },
  cut: ({ client, page, node }, world) => clientOf(world, client).link?.cut(page, node),
  silence: ({ client, way }, world) => clientOf(world, client).link?.silences(way),
  stall: ({ client, ms }, world) => clientOf(world, client).link?.stalls(ms),
  kill: ({ node, spread, ms }, world) => kill(world, nodeOf(world, node), spread, ms),
  drain: ({ node, within }, world) => drain(world, nodeOf(world, node), within),
  store: ({ call, fault, count, ms }, { store }) => store.fails(call, fault, count, ms),
  outage({ ms }, { store, clock }) {
    store.isAway = true
    clock.later(ms, () => (store.isAway = false))
  },
  lag({ node, ms }, world) {
    const target = nodeOf(world, node)
    if (target) target.lag = ms
  },
  async failover({ lost, again }, { store }) {
    await store.failover(lost)
    if (again) await store.failover(0)
  },
  expire({ client }, world) {
    const one = clientOf(world, client)
    // A record lives for a day, and what could still have an effect does not.
    const isOld = world.clock.time - one.sentAt > OLD
    if (isOld && one.ledger.isSettled && world.store.isQuiet) world.store.expires(one.key)
  },
  authenticate({ takes, count }, world) {
    world.authenticateTakes.push(...Array<typeof takes>(count).fill(takes))
  },
  auth({ takes, count }, world) {
    world.authTakes.push(...Array<typeof takes>(count).fill(takes))
  },
  attempts({ go, ms }, world) {
    world.attempts = go
    world.clock.later(ms, () => (world.attempts = 'open'))
  },
  move({ client, to }, world) {
    const { session } = clientOf(world, client)
    for (const node of world.nodes) {
      const moved = node.clients > 0 && node.sessions.get(session)?.[to](ROOM)
      if (moved) moved.catch((error: unknown) => world.journal.note(node.name, 'move', error))
    }
  },
  end: ({ client }, world) =>
    ignoring(world.nodes[0]?.live.end({ user: clientOf(world, client).user }, BY_APP)),
  page({ client, signal }, world) {
    const { page } = clientOf(world, client)
    if (signal === 'online' || signal === 'offline') page.online = signal === 'online'
    if (signal === 'visible' || signal === 'hidden') page.visible = signal === 'visible'
    page.emit(signal)
  },
  call({ client, call }, world) {
    const { connection } = clientOf(world, client)
    for (const name of call.split(', ')) connection[name as 'close' | 'connect' | 'reconnect']()
  },
}

/** Lets a step happen. */
export async function take(step: Step, world: World): Promise<void> {
  world.journal.note('world', step)
  world.journal.counts(`step: ${step.do}`)
  if (step.do === 'wait') return world.wait(step.ms)
  await world.runs(() => (steps[step.do] as Take<Step['do']>)(step as never, world))
}

/** Publishes from any node. */
export function publish(world: World, to: Audience, { user, key }: Client, isKept: boolean): void {
  const node = nodeOf(world, Math.floor(world.random() * 10))
  const message = { name: world.names(isKept ? 'news' : 'flash') }
  const targets: Record<Audience, Target | null> = {
    everyone: null,
    channel: CHANNEL,
    user: { user },
    session: { session: key },
    room: ROOM,
  }
  const target = targets[to]
  const options = { keep: isKept }
  ignoring(
    target === null
      ? node?.live.broadcast(message, options)
      : node?.live.publish(target, message, options),
  )
}

function kill(world: World, node: Node | undefined, spread: number, ms: number): void {
  if (!node) return
  world.journal.note(node.name, 'is killed')
  node.dies()
  world.nodes = world.nodes.filter((one) => one !== node)
  for (const { link } of world.clients) {
    if (link?.host === node) link.cut(Math.floor(world.random() * spread), 0)
  }
  world.clock.later(ms, () => world.clock.arrive(() => world.startsNode()))
}

function drain(world: World, node: Node | undefined, within: number): void {
  if (!node) return
  node.isDraining = true
  const over = () => {
    node.dies()
    world.nodes = world.nodes.filter((one) => one !== node)
    world.clock.later(RESTART, () => world.clock.arrive(() => world.startsNode()))
  }
  ignoring(node.live.drain({ within }).then(over))
}

/** What can't be reached is no fault here. */
function ignoring(promise: Promise<unknown> | undefined): void {
  promise?.catch(() => {})
}

const clientOf = ({ clients }: World, at: number): Client => clients[at % clients.length]!

const nodeOf = ({ nodes }: World, at: number): Node | undefined => nodes[at % nodes.length]
