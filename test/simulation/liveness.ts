import { BEHIND_UPLOAD, isHeldUp } from './checks/windows.ts'
import { BUSY } from './clock.ts'
import type { Finale } from './scenario.ts'
import type { World } from './world.ts'

/** How late a timer of whole ms may be, with everything that follows from it, in ms. */
const GRACE = 50
const SECOND = 1_000
/** Longer than anything that an old socket still has to say, in ms. */
const AFTERWARDS = 130_000
/** How long a server may still beat for a client that has asked it not to, in ms. */
const OLD_BEATS = 5_000

const RESTING = ['idle', 'closed', 'failed']

/** The faults have stopped: what must come of it, and what must not (L1 to L5). */
export async function comesBack(world: World, finale: Finale): Promise<void> {
  if (world.isDisposed) return world.wait(AFTERWARDS)
  calm(world)
  await mustOpen(world)
  const { interval } = world.connection.options.heartbeat
  if (interval < Infinity && !world.journal.broken) {
    if (finale.link === 'dies') await mustFind(world, finale)
    else await mustSpare(world, finale)
  }
  if (world.journal.broken) return undefined
  await world.call('close')
  await world.wait(AFTERWARDS)
  return world.call('dispose')
}

function calm({ clock, page, server, user, journal, socket }: World): void {
  journal.note('world', 'the faults have stopped')
  clock.throttle = 0
  clock.order = 'by time'
  page.online = page.visible = server.isCalm = user.isCalm = true
  if (socket) server.congest(socket, 0, false)
}

/** L1: open again within the greatest delay and the connect timeout, and stable after that. */
async function mustOpen(world: World): Promise<void> {
  const { connection, clock } = world
  await world.wait(0)
  if (connection.options.url === null) await world.call('url a')
  if (RESTING.includes(connection.status)) await world.call('connect')
  if (connection.status === 'suspended' && connection.retryAt === null) {
    await world.signal('visible')
  }
  const isBlind = connection.options.heartbeat.interval === Infinity
  if (isBlind) await world.call('reconnect')
  const { connectTimeout, reconnect, heartbeat } = connection.options
  // The wall clock was set: a deadline that lies in the future now is counted anew.
  const toFind = isBlind ? 0 : timeToFind(world) * (clock.steps > 0 ? 2 : 1)
  const toAttempt = Math.max(reconnect.spread, reconnect.maxDelay)
  const limit = toFind + connectTimeout + toAttempt + GRACE
  const isBack = () => connection.isOpen && carries(world)
  await reaches(world, isBack, limit)
  const toSettle = reconnect.stableAfter + (isBlind ? 0 : heartbeat.interval) + SECOND
  if (!isBlind) await settles(world, limit + toSettle)
  await reaches(world, () => isBack() && connection.attempts === 0, limit + toSettle)
  if (world.journal.broken) return
  if (connection.queued > 0) world.journal.breaks('L1', `${connection.queued} are still queued`)
}

/** Answers that were slow, or lost, may end one more link; then a whole heartbeat goes well. */
async function settles(world: World, limit: number): Promise<void> {
  const { interval, timeout, message } = world.connection.options.heartbeat
  if (message === null) return world.wait(interval + timeout)
  await world.wait(OLD_BEATS)
  await world.waitFor(() => world.socket!.slow === 0 && world.socket!.prompt > 0, limit)
  await world.waitFor(() => world.socket!.prompt === 0, SECOND)
  return undefined
}

/** Waits for `isSo`. What was given up is begun anew: those who check the status judge that. */
async function reaches(world: World, isSo: () => boolean, limit: number): Promise<void> {
  const { connection, journal } = world
  const isResting = () => RESTING.includes(connection.status)
  for (let time = 0; time < 3; time++) {
    if (await world.waitFor(() => isSo() || isResting(), limit)) {
      if (isSo()) return
      await world.call('connect')
    }
  }
  const { status, attempts } = connection
  if (!journal.broken) journal.breaks('L1', `${status} with attempts ${attempts} after ${limit} ms`)
}

/** Whether a link carries all that its heartbeat lives on. */
function carries({ socket, connection }: World): boolean {
  const needsClient = connection.options.heartbeat.message !== null
  return socket!.isHealthy || (!needsClient && socket!.isDumb && !socket!.isDeaf && !socket!.isGone)
}

/** L3: a half-open link is found in time; L5: sooner, when the page wakes. */
async function mustFind(
  world: World,
  { way, throttle, order, wake, buffered }: Finale,
): Promise<void> {
  const { connection, server, clock, journal, page, windows } = world
  const isWatching = connection.options.heartbeat.message === null
  const { idleOnly } = connection.options.heartbeat
  const late = lateness(throttle, idleOnly && buffered === 0)
  clock.throttle = throttle
  clock.order = order
  await world.wait(0)
  const { socket, deaths } = world
  server.mute(socket!, isWatching ? 'both' : way)
  server.congest(socket!, buffered, false)
  const deathsBefore = deaths.count
  let limit = timeToFind(world, late)
  let isHurried = false
  if (wake !== 'none' && connection.options.page && !isWatching) {
    await world.wait(2 * SECOND)
    if (wake === 'offline') page.online = false
    await world.signal(wake)
    page.online = true
    isHurried = late === 0 && deaths.count === deathsBefore
    const granted = Math.max(
      windows.pageWindow.most,
      isHeldUp(world, socket!) ? BEHIND_UPLOAD * windows.window.most : 0,
    )
    limit = Math.min(limit, granted + SECOND + 3 * late + GRACE)
  }
  const isFound = await world.waitFor(() => deaths.count > deathsBefore, limit)
  if (journal.broken) return
  if (!isFound) journal.breaks('L3', `a half-open link is not found in ${limit} ms`)
  else if (isHurried && connection.retryAt !== null) {
    journal.breaks('L5', 'the page woke, but the retry is put off')
  }
}

/** L4: a healthy link is not killed, however late its timers are and whenever the thread stops. */
async function mustSpare(world: World, { throttle, order, stall }: Finale): Promise<void> {
  const { connection, clock } = world
  const { heartbeat } = connection.options
  clock.throttle = throttle
  clock.order = order
  for (let time = 0; time < 4; time++) {
    const isAsked = () => world.socket!.prompt > 0
    await world.waitFor(isAsked, heartbeat.interval + lateness(throttle, heartbeat.idleOnly))
    if (time % 2 === 0) clock.stall(stall)
    else clock.sleep(stall, false)
    // Those who check the deaths see whether it lives on.
    await world.wait(heartbeat.timeout)
  }
}

/**
 * How long it takes to find that a link is dead, in ms, if timers are late by up to `late`: each of
 * the looks at the clock is, and one that is late by a second or more asks the link once more.
 */
function timeToFind(world: World, late = 0): number {
  const { connection, windows, socket } = world
  const { interval, message } = connection.options.heartbeat
  const granted = windows.window.most * (socket && isHeldUp(world, socket) ? BEHIND_UPLOAD : 1)
  const onceMore = message === null ? 2 * (interval + granted) : granted + late
  return interval + granted + SECOND + 3 * late + (late > SECOND ? onceMore : 0) + GRACE
}

function lateness(throttle: Finale['throttle'], isIdle: boolean): number {
  if (throttle === 'busy') return BUSY
  if (throttle !== 'chained') return throttle
  // Those who ping whatever arrives, or look after an upload, make a long chain when nothing does.
  return isIdle ? SECOND : 60_000
}
