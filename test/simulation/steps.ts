import type { Step } from './scenario.ts'
import type { World } from './world.ts'

/** Lets a step of a scenario happen. */
export async function take(step: Step, world: World): Promise<void> {
  const { clock, page, server, socket } = world
  world.journal.note('step', step)
  world.journal.counts(`step: ${nameOf(step)}`)
  switch (step.do) {
    case 'wait':
      return world.wait(step.ms)
    case 'stall':
      return clock.stall(step.ms)
    case 'sleep':
      return clock.sleep(step.ms, step.stopsTimers)
    case 'clock':
      return clock.step(step.by)
    case 'throttle':
      clock.throttle = step.to
      return undefined
    case 'order':
      clock.order = step.to
      return undefined
    case 'online':
    case 'visible':
      page[step.do] = step.is
      if (step.isSignalled) await world.signal(signalOf(step))
      return undefined
    case 'signal':
      return world.signal(step.signal)
    case 'freeze':
      if (step.signals.length > 0) await world.signal('freeze')
      clock.stall(step.ms)
      return signalAll(step.signals, world)
    case 'cache':
      return cache(step, world)
    case 'call':
      return world.call(step.call)
    case 'mute':
      return socket && server.mute(socket, step.way)
    case 'end':
      return socket && server.end(socket, step.end)
    case 'congest':
      return socket && server.congest(socket, step.ms, step.isSteady)
    case 'server':
      if (!socket || socket.isGone || socket.isClosed) return undefined
      if (step.sends === 'nonsense') return server.sendNonsense(socket)
      if (step.sends === 'ping') return server.ping(socket)
      if (step.sends === 'pong') return server.pong(socket)
      return server.sendNews(socket, step.sends === 'flood' ? 50 : 1)
  }
}

/** A page goes into the back/forward cache, which takes none with an open socket. */
async function cache(step: Extract<Step, { do: 'cache' }>, world: World): Promise<void> {
  const { page, clock, journal } = world
  page.visible = false
  await world.signal('hidden')
  await world.signal('pagehide')
  const isListening = world.connection.options.page !== false
  if (isListening && world.socket?.isClosed === false && world.task.calls.length === 0) {
    journal.breaks('I9', 'a socket is left in the back/forward cache')
  }
  clock.stall(step.ms)
  page.visible = step.signals.length > 0
  await signalAll(step.signals, world)
}

async function signalAll(
  signals: Extract<Step, { do: 'cache' }>['signals'],
  world: World,
): Promise<void> {
  for (const signal of signals) await world.signal(signal)
}

/** A step, with what makes it another kind of fault. */
function nameOf(step: Step): string {
  switch (step.do) {
    case 'sleep':
      return step.stopsTimers ? 'sleep, timers stop' : 'sleep, timers fall due'
    case 'clock':
      return `clock ${step.by > 0 ? 'forward' : 'back'}`
    case 'throttle':
    case 'order':
      return `${step.do}: ${step.to}`
    case 'online':
    case 'visible':
      return `${step.do} is ${step.is}, ${step.isSignalled ? 'signalled' : 'not signalled'}`
    case 'signal':
      return `${step.signal}, without a reason`
    case 'freeze':
    case 'cache':
      return `${step.do}, then ${step.signals.join(', ') || 'no signal'}`
    default:
      return step.do
  }
}

function signalOf(step: Extract<Step, { do: 'online' | 'visible' }>) {
  if (step.do === 'online') return step.is ? 'online' : 'offline'
  return step.is ? 'visible' : 'hidden'
}
