import type { ResolvedOptions } from 'vue-heartbeat-socket/socket'
import type { Tell } from './checks/checker.ts'
import type { Clock } from './clock.ts'
import type { Journal } from './journal.ts'
import type { Environment, EventType, NativeSocket } from './native-socket.ts'
import type { Delay, Dial, End, Mute, Scenario } from './scenario.ts'

export const PING = 'ping'
export const PONG = 'pong'
/** What a handshake function says; no one keeps it from saying so too late. */
export const LOGIN = 'login'
/** What a server asks that pings its clients. */
export const SERVER_PING = 'are you there'
export const REPLY = 'I am'

/** How long an answer may take for its link to count as healthy, in ms. */
const PROMPT = 900
/** How long Chromium's `readyState` is CLOSING before it says `close`. */
const CLOSING = 2_000
const MINUTE = 60_000

const WELL: Dial = { goes: 'open', after: 20 }

/** The other end, and the network between. */
export class Server implements Environment {
  /** No more faults: every attempt opens, every ping is answered. */
  isCalm = false
  readonly sockets: NativeSocket[] = []
  readonly #clock: Clock
  readonly #journal: Journal
  readonly #scenario: Scenario
  readonly #tell: Tell
  readonly #options: () => ResolvedOptions
  #dials = 0
  #pings = 0
  #closes = 0
  #loops = 0

  constructor(
    { clock, journal, scenario }: { clock: Clock; journal: Journal; scenario: Scenario },
    tell: Tell,
    options: () => ResolvedOptions,
  ) {
    this.#clock = clock
    this.#journal = journal
    this.#scenario = scenario
    this.#tell = tell
    this.#options = options
  }

  // What the client does.

  dialled(socket: NativeSocket): void {
    const dial = this.isCalm ? WELL : (this.#scenario.dials[this.#dials++] ?? WELL)
    socket.id = this.sockets.length
    this.#journal.note('client', `dials ${socket.id}:`, dial)
    this.#journal.counts(`dial: ${nameOf(dial)}`)
    this.#tell('dialled', socket)
    // As browsers do: the message holds the address.
    if (dial.goes === 'throw') throw new SyntaxError(`The URL '${socket.url}' is invalid.`)
    this.sockets.push(socket)
    if (dial.goes === 'refused') {
      this.#fate(this.#toDial(dial.after), () => this.end(socket, dial.end))
    } else if (dial.goes === 'open') {
      this.#clock.later(this.#toDial(dial.after), () => this.#open(socket))
    } else if (dial.goes !== 'silent') {
      this.#clock.later(20, () => this.#open(socket))
      if (dial.goes === 'mute') this.#fate(20, () => this.mute(socket, dial.way))
      else this.#fate(20 + dial.after, () => this.end(socket, dial.end))
    }
  }

  sent(socket: NativeSocket, data: unknown): void {
    this.#journal.note('client', `sends on ${socket.id}:`, String(data).slice(0, 40))
    this.#tell('sent', socket, data)
    if (socket.readyState !== 1 || socket.isDumb || socket.isGone) return
    const transit = Math.max(0, socket.clearAt - this.#clock.time)
    if (data === PING) this.#answer(socket, transit)
    else if (String(data).startsWith('{')) this.#say(socket, () => this.#news(socket), transit + 20)
  }

  closed(socket: NativeSocket): void {
    this.#journal.note('client', `closes ${socket.id}`)
    this.#tell('closed', socket)
    socket.isToldToClose = true
    socket.readyState = Math.max(2, socket.readyState)
    const { aftermaths } = this.#scenario
    const { after, says } = aftermaths[this.#closes++ % aftermaths.length] ?? { after: 0, says: [] }
    this.#happens(after, () => {
      socket.readyState = 3
      for (const type of says) {
        this.#journal.counts(`an ended socket says: ${type}`)
        this.#dispatch(socket, type, detailsOf(type))
      }
    })
  }

  // What happens to a link.

  mute(socket: NativeSocket, way: Mute): void {
    this.#journal.note('network', `${socket.id} is half-open: ${way} is lost`)
    this.#journal.counts(`half-open: ${way}`)
    socket.isDeaf ||= way !== 'out'
    socket.isDumb ||= way !== 'in'
  }

  congest(socket: NativeSocket, ms: number): void {
    this.#journal.note('network', `${socket.id} holds up what is sent for ${ms} ms`)
    this.#journal.counts('what is sent is held up')
    socket.bufferedAmount = ms && 1_000
    socket.clearAt = this.#clock.time + ms
    this.#clock.later(ms, () => (socket.bufferedAmount = 0))
  }

  end(socket: NativeSocket, { code, told }: End): void {
    if (socket.isGone) return
    socket.isGone = true
    this.#journal.note('network', `${socket.id} ends with ${code}, told by: ${told}`)
    this.#journal.counts(`end told by: ${told}`)
    if (told === 'closing') {
      this.#happens(0, () => (socket.readyState = Math.max(2, socket.readyState)))
      this.#tellEnd(socket, CLOSING, ['close'], code)
    } else if (told === 'late') {
      this.#tellEnd(socket, 0, ['error'], code)
      this.#tellEnd(socket, MINUTE, ['close'], code)
    } else {
      const events = told === 'nothing' ? [] : (told.split(', ') as EventType[])
      this.#tellEnd(socket, 0, events, code)
    }
  }

  // What the server sends.

  /** The client wants another heartbeat. */
  retune(socket: NativeSocket): void {
    this.#loops++
    if (socket.readyState === 1) this.#say(socket, () => this.#news(socket), 0)
    this.#beat(socket)
  }

  sendNews(socket: NativeSocket, count = 1): void {
    for (let sent = 0; sent < count; sent++) this.#say(socket, () => this.#news(socket), 0)
  }

  sendNonsense(socket: NativeSocket): void {
    this.#say(socket, () => this.#news(socket).slice(0, -1), 0)
  }

  ping(socket: NativeSocket): void {
    this.#say(socket, () => SERVER_PING, 0)
  }

  #open(socket: NativeSocket): void {
    if (socket.isGone) return
    this.#clock.arrive(() => {
      if (socket.readyState !== 0) return
      socket.readyState = 1
      this.#dispatch(socket, 'open')
    })
    this.#say(socket, () => this.#news(socket), 10)
    this.#beat(socket)
  }

  /** Some clients only watch, so the server beats: twice an interval, or more. */
  #beat(socket: NativeSocket, loop = this.#loops): void {
    if (socket.isGone || socket.isToldToClose || loop !== this.#loops) return
    const { interval, message } = this.#options().heartbeat
    const pause = Math.min(interval / 2, 5_000)
    if (message === null) this.#say(socket, () => this.#news(socket), pause, true)
    this.#clock.later(pause, () => this.#beat(socket, loop))
  }

  #answer(socket: NativeSocket, transit: number): void {
    const { answers } = this.#scenario
    const answer = this.isCalm ? 20 : (answers[this.#pings++] ?? 20)
    const { timeout, idleOnly } = this.#options().heartbeat
    const delay = answer === 'never' ? Infinity : transit + inMs(answer, timeout)
    const isPrompt = delay <= PROMPT
    this.#journal.counts(typeof answer === 'number' ? 'answer' : `answer: ${answer}`)
    // A ping after a silence asks anew; one that is due whatever arrives doesn't.
    socket.isSlow = !isPrompt || (!idleOnly && socket.isSlow)
    if (delay < Infinity) this.#say(socket, () => PONG, delay, isPrompt)
  }

  #news(socket: NativeSocket): string {
    return JSON.stringify({ s: socket.id, n: socket.messages++ })
  }

  /** The network keeps the order: what is said later arrives later. */
  #say(socket: NativeSocket, say: () => string, delay: number, isPrompt = false): void {
    const pace = isPrompt ? 'prompt' : 'slow'
    socket[pace]++
    this.#clock.later(delay, () => {
      if (socket.isDeaf || socket.isGone) {
        socket[pace]--
        return
      }
      const data = say()
      this.#clock.arrive(() => {
        socket[pace]--
        socket.isSlow = false
        if (socket.readyState === 1) this.#dispatch(socket, 'message', { data })
      })
    })
  }

  #tellEnd(socket: NativeSocket, delay: number, events: readonly EventType[], code: number): void {
    this.#happens(delay, () => {
      socket.readyState = 3
      for (const type of events) this.#dispatch(socket, type, detailsOf(type, code))
    })
  }

  /** What was to go wrong goes well once the faults have stopped. */
  #fate(delay: number, happen: () => void): void {
    this.#clock.later(delay, () => this.isCalm || happen())
  }

  #happens(delay: number, task: () => void): void {
    this.#clock.later(delay, () => this.#clock.arrive(task))
  }

  #dispatch(socket: NativeSocket, type: EventType, details: { data?: string } = {}): void {
    this.#journal.note('socket', socket.id, type, details.data?.slice(0, 40) ?? '')
    this.#tell('dispatching', socket, type, details)
    socket.dispatch(type, details)
    this.#tell('dispatched', socket, type)
  }

  #toDial(delay: Delay): number {
    return inMs(delay, this.#options().connectTimeout)
  }
}

function inMs(delay: Delay, deadline: number): number {
  if (typeof delay === 'number') return delay
  return deadline + (delay === 'edge' ? 0 : delay === 'edge - 1' ? -1 : 1)
}

/** An attempt, and whether it ends at the edge of its deadline. */
function nameOf(dial: Dial): string {
  const after = 'after' in dial && typeof dial.after === 'string' ? `, ${dial.after}` : ''
  return dial.goes + after
}

function detailsOf(type: EventType, code = 1006): object {
  if (type === 'message') return { data: '{"s":-1,"n":-1}' }
  return type === 'close' ? { code, reason: '', wasClean: code !== 1006 } : {}
}
