import type { Step, TabFault } from './scenario.ts'
import type { SimulatedTab } from './tab.ts'
import type { World } from './world.ts'

/** Lets a step of a scenario happen. */
export async function take(step: Step, world: World): Promise<void> {
  const { far, journal } = world
  journal.note('', step)
  journal.counts(step.do === 'tab' ? step.fault : step.do)
  if (step.do === 'wait') return world.advance(step.ms)
  if (step.do === 'hit') return hit(step, world)
  await world.runs(() => {
    if (step.do === 'open') open(world)
    else if (step.do === 'broadcast') {
      for (let sent = 0; sent < step.count; sent++) far.broadcast()
    } else if (step.do === 'cut') far.server.drop()
    else if (step.do === 'attempts') far.server[step.go === 'refused' ? 'refuse' : 'accept']()
    else if (step.do === 'repeat') {
      world.judge.trouble()
      world.repeat(step.count)
    } else {
      const tab = world.running[step.tab]
      if (tab) happensTo(world, tab, step)
    }
  })
}

export function open(world: World): void {
  world.judge.trouble()
  world.open()
}

type Hit = Extract<Step, { readonly do: 'hit' }>
type TabStep = Exclude<Extract<Step, { readonly tab: number }>, Hit>

async function hit({ tab, count, ms, fault }: Hit, world: World): Promise<void> {
  const sender = world.running[tab]
  await world.runs(() => sender?.state === 'running' && world.send(sender, count))
  await world.advance(ms)
  const leader = world.running.find(({ connection }) => connection.isLeader)
  if (leader) await world.runs(() => happens(world, leader, fault))
}

function happensTo(world: World, tab: SimulatedTab, step: TabStep): void {
  if (step.do === 'tab') return happens(world, tab, step.fault)
  if (tab.state !== 'running') return
  if (step.do === 'send') world.send(tab, step.count)
  else if (step.do === 'busy') isBusy(world, tab, step.ms)
  else if (step.do === 'lose') {
    world.judge.trouble()
    world.judge.disturb()
    world.lose(tab, step.count)
  }
}

function isBusy(world: World, tab: SimulatedTab, ms: number): void {
  tab.stands(false)
  tab.isBusy = true
  world.timeline.setTimeout(() => tab.isBusy && tab.thaw(), ms)
}

export function happens(world: World, tab: SimulatedTab, fault: TabFault): void {
  const { judge } = world
  if (fault === 'crash') return world.remove(tab)
  if (fault === 'thaw') {
    if (tab.state === 'still' && !tab.isAnnounced && !tab.isBusy) judge.disturb()
    if (tab.state === 'still' && !tab.isBusy) judge.trouble()
    return tab.thaw()
  }
  if (tab.state !== 'running') return
  if (fault === 'hide' || fault === 'show') tab.shows(fault === 'show')
  else if (fault === 'close') tab.run(() => tab.connection.close())
  else if (fault === 'dispose') {
    tab.run(() => tab.connection.dispose())
    world.remove(tab)
  } else {
    judge.trouble()
    away(world, tab, fault)
  }
}

/** The page is away until it notices, which takes so many ms. */
const NOTICED = 10_000

function freezesWrongly(world: World, tab: SimulatedTab): void {
  tab.changedAt = world.timeline.time + NOTICED
  tab.run(() => tab.page.emit('freeze'))
}

function away(world: World, tab: SimulatedTab, fault: TabFault): void {
  const { judge } = world
  if (fault === 'connect' || fault === 'reconnect') tab.run(() => tab.connection[fault]())
  else if (fault === 'freeze wrongly') freezesWrongly(world, tab)
  else if (fault === 'freeze' || fault === 'cache') {
    tab.changedAt = world.timeline.time
    tab.run(() => tab.page.emit(fault === 'freeze' ? 'freeze' : 'pagehide'))
    tab.stands(true)
  } else {
    judge.disturb()
    if (fault === 'stand still') tab.stands(false)
    else {
      tab.brokenAt = Math.min(tab.brokenAt, world.timeline.time)
      world.channels[fault === 'mute' ? 'mute' : 'deaf'].add(tab.name)
    }
  }
}
