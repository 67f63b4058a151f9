import { IDLE_TIMEOUT } from './node.ts'
import { publish } from './steps.ts'
import type { World } from './world.ts'

/**
 * The longest until all is well once faults have stopped, in ms: a half-open link is found, an attempt
 * to a dead node times out, the retry waits, and handlers and commits that failed are tried again.
 */
const RECOVERY = 60_000
/** An interval, and what is on its way, in ms. */
const HEARTBEAT = 6_000
/** Until nodes have forgotten clients whose ends they never heard of, and handlers have ended. */
const GOODBYE = IDLE_TIMEOUT + 45_000

/** Faults have stopped: L1, S5 and S7. */
export async function comesBack(world: World): Promise<void> {
  await world.runs(() => calm(world))
  await world.runs(() => publish(world, 'everyone', world.clients[0]!, true))
  // Until then it has been published, and calls that were under way are over.
  await world.wait(HEARTBEAT)
  await world.waitFor(() => world.clients.every((client) => isSettled(world, client)), RECOVERY)
  for (const client of world.clients) {
    const { name, connection, ledger } = client
    const { status, unconfirmed, queued } = connection
    if (!isSettled(world, client)) {
      const { position } = client.deliveries
      const { epoch, head } = world.store.chronicle
      const what = [name, status, unconfirmed, queued, position, epoch, head].join(' ')
      world.journal.breaks('L1', 'not settled:', what)
    }
    if (ledger.open > 0) world.journal.breaks('S5', `${name}: ${ledger.open} without an end`)
  }
  if (!world.journal.broken) await leave(world)
}

/** S7: when all clients have gone, nodes hold nothing of them. */
async function leave(world: World): Promise<void> {
  await world.runs(() => world.clients.forEach(({ connection }) => connection.dispose()))
  await world.wait(GOODBYE)
  for (const { name, clients, pending, held } of world.nodes) {
    if (clients > 0) world.journal.breaks('S7', `${name} holds ${clients} links`)
    if (held > 0) world.journal.breaks('S7', `${name}: its maps hold ${held}`)
    if (pending > 0) world.journal.breaks('S7', `${name} holds ${pending} timers`)
  }
}

/** Nothing is in flight, and its position is the head. */
function isSettled(
  { store }: World,
  { connection, deliveries }: World['clients'][number],
): boolean {
  const { epoch, head } = store.chronicle
  const [of, number] = deliveries.position ?? []
  const hasSent = connection.unconfirmed === 0 && connection.queued === 0
  return connection.isOpen && hasSent && of === epoch && number === head
}

function calm(world: World): void {
  world.journal.note('world', 'is calm')
  world.isCalm = true
  world.attempts = 'open'
  world.authenticateTakes = []
  world.authTakes = []
  world.store.calms()
  if (world.nodes.every(({ isDraining }) => isDraining)) world.startsNode()
  for (const node of world.nodes) node.lag = 0
  for (const { page, connection } of world.clients) {
    page.online = page.visible = true
    for (const signal of ['online', 'visible', 'resume'] as const) page.emit(signal)
    if (connection.status === 'closed') connection.connect()
  }
}
