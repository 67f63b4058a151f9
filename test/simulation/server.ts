import type { ResolvedOptions } from 'vue-heartbeat-socket/socket'
import type { Notify } from './checks/checker.ts'
import type { Clock } from './clock.ts'
import type { Journal } from './journal.ts'
import type { Environment, EventType, NativeSocket, Pace } from './native-socket.ts'
import type { Delay, Connecting, End, Mute, Scenario } from './scenario.ts'
import { Uplink, type Frame } from './uplink.ts'

export const PING = 'ping'
export const PONG = 'pong'
/** What a handshake function says; it may say so too late. */
export const LOGIN = 'login'
/** What a server asks that pings its clients. */
export const SERVER_PING = 'are you there'
export const REPLY = 'I am'

/** How long an answer may take for its link to count as healthy, in ms. */
const PROMPT = 900
/** How long Chromium's `readyState` is CLOSING before it says `close`. */
const CLOSING = 2_000
const MINUTE = 60_000
const WELL: Connecting = { goes: 'open', after: 20 }

/** The other end, and the network between. */
export class Server implements Environment {
  /** No more faults: every attempt opens, every ping is answered. */
  isCalm = false
  readonly sockets: NativeSocket[] = []
  readonly #clock: Clock
  readonly #journal: Journal
  readonly #scenario: Scenario
  readonly #notify: Notify
  readonly #options: () => ResolvedOptions
  readonly #uplink: Uplink
  #attempts = 0
  #pings = 0
  #closes = 0
  #loops = 0

  constructor(
    { clock, journal, scenario }: { clock: Clock; journal: Journal; scenario: Scenario },
    notify: Notify,
    options: () => ResolvedOptions,
  ) {
    this.#clock = clock
    this.#journal = journal
    this.#scenario = scenario
    this.#notify = notify
    this.#options = options
    this.#uplink = new Uplink(clock, (socket, frame) => this.#arrives(socket, frame))
  }

  // What the client does.

  constructed(socket: NativeSocket): void {
    const attempt = this.isCalm ? WELL : (this.#scenario.attempts[this.#attempts++] ?? WELL)
    socket.id = this.sockets.length
    this.#journal.note('client', `attempts ${socket.id}:`, attempt)
    this.#journal.counts(`attempt: ${nameOf(attempt)}`)
    this.#notify('constructed', socket)
    // As browsers do: the message holds the address.
    if (attempt.goes === 'throw') throw new SyntaxError(`The URL '${socket.url}' is invalid.`)
    this.sockets.push(socket)
    if (attempt.goes === 'refused') {
      this.#fate(this.#toAttempt(attempt.after), () => this.end(socket, attempt.end))
    } else if (attempt.goes === 'open') {
      this.#clock.later(this.#toAttempt(attempt.after), () => this.#open(socket))
    } else if (attempt.goes !== 'silent') {
      this.#clock.later(20, () => this.#open(socket))
      if (attempt.goes === 'mute') this.#fate(20, () => this.mute(socket, attempt.way))
      else this.#fate(20 + attempt.after, () => this.end(socket, attempt.end))
    }
  }

  sent(socket: NativeSocket, data: unknown): void {
    this.#journal.note('client', `sends on ${socket.id}:`, String(data).slice(0, 40))
    this.#notify('sent', socket, data)
    if (socket.readyState !== 1 || socket.isDumb || socket.isGone) return
    this.#uplink.carry(socket, this.#frameOf(socket, data))
  }

  closed(socket: NativeSocket): void {
    this.#journal.note('client', `closes ${socket.id}`)
    this.#notify('closed', socket)
    socket.isClosed = true
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

  /** `isSteady`: its `bufferedAmount` falls all the time, as in Chromium, and not at the end alone. */
  congest(socket: NativeSocket, ms: number, isSteady: boolean): void {
    this.#journal.note('network', `${socket.id} holds up what is sent for ${ms} ms`)
    this.#journal.counts(`what is sent is held up${isSteady ? ', and flows' : ''}`)
    this.#uplink.congest(socket, ms, isSteady)
  }

  end(socket: NativeSocket, { code, shows }: End): void {
    if (socket.isGone) return
    socket.isGone = true
    this.#journal.note('network', `${socket.id} ends with ${code}, shown by: ${shows}`)
    this.#journal.counts(`end shown by: ${shows}`)
    if (shows === 'closing') {
      this.#happens(0, () => (socket.readyState = Math.max(2, socket.readyState)))
      this.#reportEnd(socket, CLOSING, ['close'], code)
    } else if (shows === 'late') {
      this.#reportEnd(socket, 0, ['error'], code)
      this.#reportEnd(socket, MINUTE, ['close'], code)
    } else {
      const events = shows === 'nothing' ? [] : (shows.split(', ') as EventType[])
      this.#reportEnd(socket, 0, events, code)
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

  /** An answer to nothing, or one too many. */
  pong(socket: NativeSocket): void {
    socket.isLying = true
    this.#say(socket, () => PONG, 0)
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
    if (socket.isGone || socket.isClosed || loop !== this.#loops) return
    const { interval, message } = this.#options().heartbeat
    const pause = Math.min(interval / 2, 5_000)
    if (message === null) {
      this.#say(socket, () => this.#news(socket), pause, this.#counted(socket, true))
    }
    this.#clock.later(pause, () => this.#beat(socket, loop))
  }

  /** What is answered is counted from now on: the answer is on its way, so to say. */
  #frameOf(socket: NativeSocket, data: unknown): Frame {
    const transit = this.#uplink.transit(socket)
    if (data === PING) return this.#pingOf(socket, transit)
    const isAnswered = String(data).startsWith('{')
    return { data, pace: isAnswered ? this.#counted(socket) : null, answerAfter: 20 }
  }

  #pingOf(socket: NativeSocket, transit: number): Frame {
    const { answers } = this.#scenario
    const answer = this.isCalm ? 20 : (answers[this.#pings++] ?? 20)
    const { timeout, idleOnly } = this.#options().heartbeat
    const isNever = answer === 'never'
    const answerAfter = isNever ? 0 : Math.max(0, inMs(answer, timeout))
    const isPrompt = !isNever && transit + answerAfter <= PROMPT
    this.#journal.counts(typeof answer === 'number' ? 'answer' : `answer: ${answer}`)
    // A ping after a silence asks anew; one that is due whatever arrives doesn't.
    socket.isSlow = !isPrompt || (!idleOnly && socket.isSlow)
    return { data: PING, pace: isNever ? null : this.#counted(socket, isPrompt), answerAfter }
  }

  #arrives(socket: NativeSocket, { data, pace, answerAfter }: Frame): void {
    this.#notify('arrived', socket, data)
    if (pace)
      this.#say(socket, () => (data === PING ? PONG : this.#news(socket)), answerAfter, pace)
  }

  #news(socket: NativeSocket): string {
    return JSON.stringify({ s: socket.id, n: socket.messages++ })
  }

  #counted(socket: NativeSocket, isPrompt = false): Pace {
    const pace = isPrompt ? 'prompt' : 'slow'
    socket[pace]++
    return pace
  }

  /** The network keeps the order: what is said later arrives later. */
  #say(
    socket: NativeSocket,
    say: () => string,
    delay: number,
    pace: Pace = this.#counted(socket),
  ): void {
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

  #reportEnd(
    socket: NativeSocket,
    delay: number,
    events: readonly EventType[],
    code: number,
  ): void {
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
    this.#notify('dispatching', socket, type, details)
    socket.dispatch(type, details)
    this.#notify('dispatched', socket, type)
  }

  #toAttempt(delay: Delay): number {
    return inMs(delay, this.#options().connectTimeout)
  }
}

function inMs(delay: Delay, deadline: number): number {
  if (typeof delay === 'number') return delay
  return deadline + (delay === 'edge' ? 0 : delay === 'edge - 1' ? -1 : 1)
}

/** A attempt, and whether it ends at the edge of its deadline. */
function nameOf(attempt: Connecting): string {
  const after = 'after' in attempt && typeof attempt.after === 'string' ? `, ${attempt.after}` : ''
  return attempt.goes + after
}

function detailsOf(type: EventType, code = 1006): object {
  if (type === 'message') return { data: '{"s":-1,"n":-1}' }
  return type === 'close' ? { code, reason: '', wasClean: code !== 1006 } : {}
}
