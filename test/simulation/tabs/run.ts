import { capture, type Outcome } from '../run.ts'
import type { Halves } from './build.ts'
import type { Scenario, Step, TabFault } from './scenario.ts'
import type { SimulatedTab } from './tab.ts'
import { World } from './world.ts'

/** Once faults stop, so long until all tabs share one link again, in ms. */
const SETTLED = 90_000

/** Lets a scenario happen to the tabs of a browser. */
export async function run(halves: Halves, scenario: Scenario, isWritten = false): Promise<Outcome> {
  const world = new World(halves, scenario, isWritten)
  const { MessageChannel } = globalThis
  globalThis.MessageChannel = world.messageChannel()
  const release = capture({
    journal: world.journal,
    reported: (error) => world.journal.breaks('throws', error),
    logged: () => {},
  })
  try {
    world.open()
    await world.advance(5)
    for (const step of scenario.steps) {
      if (world.journal.broken) break
      await take(step, world)
      await world.advance(1)
    }
    if (!world.journal.broken) await settles(world)
    if (!world.journal.broken) await ends(world)
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    release()
    globalThis.MessageChannel = MessageChannel
  }
  return world.journal
}

async function take(step: Step, world: World): Promise<void> {
  world.journal.note('', step)
  world.journal.counts(step.do === 'tab' ? step.fault : step.do)
  if (step.do === 'wait') return world.advance(step.ms)
  if (step.do === 'open') return world.open()
  if (step.do === 'broadcast') return world.broadcast(step.count)
  if (step.do === 'cut') return world.server.drop()
  if (step.do === 'attempts') return world.server[step.go === 'refused' ? 'refuse' : 'accept']()
  const tab = world.running[step.tab]
  if (!tab) return
  if (step.do === 'send') {
    if (tab.state === 'running') world.send(tab, step.count)
  } else happen(world, tab, step.fault)
}

function happen(world: World, tab: SimulatedTab, fault: TabFault): void {
  if (fault === 'crash') return world.remove(tab)
  if (fault === 'thaw') {
    if (tab.state !== 'still') return
    const wasAnnounced = tab.isAnnounced
    if (!wasAnnounced) world.disturb()
    tab.thaw()
    if (wasAnnounced) tab.page.emit('resume')
    return
  }
  if (tab.state !== 'running') return
  if (fault === 'close') tab.connection.close()
  else if (fault === 'dispose') {
    tab.connection.dispose()
    world.remove(tab)
  } else if (fault === 'freeze' || fault === 'cache') {
    tab.page.emit(fault === 'freeze' ? 'freeze' : 'pagehide')
    tab.isAnnounced = true
    tab.state = 'still'
  } else if (fault === 'stand still') {
    world.disturb()
    tab.state = 'still'
  } else if (fault === 'hide') tab.page.hide()
  else if (fault === 'show') tab.page.show()
  else {
    world.disturb()
    tab.isBroken = true
    world.channels[fault === 'mute' ? 'mute' : 'deaf'].add(tab.name)
  }
}

/** The faults are over: all tabs that are left share one link, and get what is sent. */
async function settles(world: World): Promise<void> {
  world.journal.note('', 'the faults are over')
  for (const tab of world.running) {
    if (tab.isBroken) world.remove(tab)
    else happen(world, tab, 'thaw')
  }
  for (const { page } of world.running) page.show()
  world.server.accept()
  await world.advance(SETTLED)
  const open = world.running.filter(({ connection }) => connection.status !== 'closed')
  if (world.journal.broken || open.length === 0) return
  const links = world.links().length
  if (links !== 1) world.journal.breaks('T6', links, 'links in the end')
  for (const { name, connection } of open) {
    if (connection.status !== 'open') world.journal.breaks('T6', name, 'is', connection.status)
    if (connection.queued) world.journal.breaks('T6', name, 'has queued', connection.queued)
  }
  const leaders = open.filter(({ connection }) => connection.isLeader)
  if (leaders.length !== 1) world.journal.breaks('T6', leaders.length, 'leaders in the end')
  world.broadcast(1)
  await world.advance(50)
  for (const { name, numbers } of open) {
    if (numbers.at(-1) !== world.numberSent) world.journal.breaks('T6', name, 'missed the last')
  }
  checkOutcomes(world)
}

/** What was dropped as not sent was not sent; without `resend` nothing arrives twice. */
function checkOutcomes(world: World): void {
  const arrived = world.server.messages as { message: number }[]
  const counts = new Map<number, number>()
  for (const { message } of arrived) counts.set(message, (counts.get(message) ?? 0) + 1)
  for (const { name, drops, sends, connection } of world.tabs) {
    const isResent = connection.options.outbox.resend
    for (const message of sends) {
      const times = counts.get(message) ?? 0
      const reason = drops.get(message)
      if (times > 1 && !isResent)
        world.journal.breaks('T3', name, message, 'arrived', times, 'times')
      if (times && reason && reason !== 'unconfirmed') {
        world.journal.breaks('T3', name, message, 'arrived, and was dropped as', reason)
      }
    }
  }
}

async function ends(world: World): Promise<void> {
  for (const { connection } of world.running) connection.dispose()
  await world.advance(20)
  const left = {
    links: world.links().length,
    locks: world.locks.count,
    channels: world.channels.count,
  }
  if (Object.values(left).some((count) => count > 0)) world.journal.breaks('T5', 'left:', left)
}
