import { happens } from './steps.ts'
import type { SimulatedTab } from './tab.ts'
import type { World } from './world.ts'

/** Once faults stop, so long until all tabs have a link, and until those that can share one, in ms. */
const SETTLED = 60_000

/** What the last broadcast takes, in ms. */
const ARRIVAL = 200

/** The faults are over: all tabs have a link, those with a sound channel share it; T3 and T6. */
export async function settles(world: World): Promise<void> {
  await calm(world)
  if (world.running.some(({ isBroken }) => isBroken)) {
    await world.advance(SETTLED)
    // Hidden pages don't ask whether their leader lives.
    for (const tab of world.running) if (tab.page.visible) checkOpen(world, tab)
    await world.runs(() => {
      world.judge.disturb()
      for (const tab of world.running) if (tab.isBroken) world.remove(tab)
      show(world)
    })
  }
  await world.advance(SETTLED)
  await checkShared(world)
  const { far, scenario, hasLost, journal, judge } = world
  if (!journal.broken) judge.outcomes.check(hasLost, scenario.resends && !far.session)
}

/** T5: when all tabs have ended their connections, nothing is left of them. */
export async function ends(world: World): Promise<void> {
  await world.runs(() => {
    for (const tab of world.running) tab.run(() => tab.connection.dispose())
  })
  await world.advance(20)
  const sum = (count: (tab: SimulatedTab) => number): number =>
    world.running.reduce((total, tab) => total + count(tab), 0)
  const left = {
    links: world.links().length,
    locks: world.locks.count,
    channels: world.channels.count,
    timers: sum(({ pending }) => pending),
    listeners: sum(({ page }) => page.listeners),
  }
  if (Object.values(left).some((count) => count > 0)) world.journal.breaks('T5', 'left:', left)
}

async function calm(world: World): Promise<void> {
  world.journal.note('', 'the faults are over')
  world.judge.trouble()
  for (const tab of world.running) {
    world.lose(tab, 0)
    // One by one: what a promise calls belongs to the tab that ran last.
    await world.runs(() => happens(world, tab, 'thaw'))
  }
  await world.runs(() => {
    show(world)
    world.far.server.accept()
    world.far.server.drop()
  })
}

/**
 * While one tab can be seen, all have a link. Where frames were lost all are shown: a leader may not know
 * of a tab in the background.
 */
function show(world: World): void {
  const { running, scenario, hasLost } = world
  const open = running.filter((tab) => !isOff(tab))
  const one = open[Math.floor(world.random() * open.length)]
  for (const tab of running) tab.shows(tab === one || !scenario.showsOne || hasLost)
}

const isOff = ({ connection }: SimulatedTab): boolean => connection.status === 'closed'

function checkOpen({ journal }: World, tab: SimulatedTab): void {
  const { name, connection } = tab
  const { status, queued, unconfirmed } = connection
  if (isOff(tab)) return
  if (status !== 'open') journal.breaks('T6', name, 'is', status)
  if (queued) journal.breaks('T6', name, 'has queued', queued)
  if (unconfirmed) journal.breaks('T6', name, 'has in flight', unconfirmed)
}

async function checkShared(world: World): Promise<void> {
  const { journal, far, judge } = world
  const open = world.running.filter((tab) => !isOff(tab))
  if (journal.broken || open.length === 0) return
  const links = world.links().length
  if (links !== 1) journal.breaks('T6', links, 'links in the end')
  for (const tab of open) checkOpen(world, tab)
  const leaders = open.filter(({ connection }) => connection.isLeader)
  if (leaders.length !== 1) journal.breaks('T6', leaders.length, 'leaders in the end')
  await world.runs(() => far.broadcast())
  await world.advance(ARRIVAL)
  for (const tab of open) {
    if (judge.lastOf(tab) !== far.newest) journal.breaks('T6', tab.name, 'missed the last')
  }
}
