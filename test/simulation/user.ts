import type { AttemptContext, Connection, HandshakeContext } from 'vue-heartbeat-socket/socket'
import type { Notify } from './checks/checker.ts'
import type { Clock } from './clock.ts'
import type { Journal } from './journal.ts'
import type { Call, Place, Scenario } from './scenario.ts'
import { LOGIN } from './server.ts'
import { addressOf, patchOf, TOKEN, type Belongings } from './settings.ts'

type SendOptions = NonNullable<Parameters<Connection['send']>[1]>

/** What the user's code throws; whatever else is reported is none of theirs. */
export class Thrown extends Error {}

/** More than a small outbox takes. */
const BURST = 4

/** All events of a connection. */
export const EVENTS = [
  ...(['status', 'open', 'stable', 'message', 'sent', 'close', 'error', 'ping', 'pong'] as const),
  ...(['heartbeat', 'suspect', 'drop'] as const),
]

/** The user: code that calls the connection at any moment, and that is called by it. */
export class User {
  /** Nothing is thrown or called any more, and all functions answer. */
  isCalm = false
  readonly #clock: Clock
  readonly #journal: Journal
  readonly #scenario: Scenario
  readonly #notify: Notify
  readonly #runs = new Map<Place, number>()
  #connection!: Connection
  #mine!: Belongings
  #asked = 0
  #shaken = 0
  #followed = 0
  #delays = 0
  #verdicts = 0
  #sent = 0
  #isSending = false
  #isInDrop = false
  readonly #aborts: (() => void)[] = []

  constructor(
    { clock, journal, scenario }: { clock: Clock; journal: Journal; scenario: Scenario },
    notify: Notify,
  ) {
    this.#clock = clock
    this.#journal = journal
    this.#scenario = scenario
    this.#notify = notify
  }

  /** Functions for the options; `rest` is what they hold besides. */
  belongings(rest: Pick<Belongings, 'page' | 'classes'>): Belongings {
    this.#mine = {
      ...rest,
      url: (context) => this.#url(context),
      handshake: (context) => this.#handshake(context),
      delay: () => this.#delay(),
      shouldReconnect: (byDefault) => this.#shouldReconnect(byDefault),
      inside: (place) => this.runsAt(place),
      judges: (isPong) => {
        this.#notify('judges', isPong)
        return isPong
      },
      given: (cursor) => this.#notify('given', cursor),
      cursor: (message) => this.#follows(message),
    }
    return this.#mine
  }

  /** Takes hold of the connection, and listens to everything. */
  takes(connection: Connection): void {
    this.#connection = connection
    for (const event of EVENTS) connection.on(event, () => this.runsAt(event))
  }

  call(call: Call): void {
    this.#journal.note('user', call)
    this.#journal.counts(`call: ${call}`)
    this.#notify('calls', call)
    if (this.#isInDrop) this.#notify('callsInDrop')
    try {
      this.#perform(call)
    } catch (error) {
      this.#journal.breaks('throws', call, error)
    }
    this.#notify('called', call)
  }

  hearsOfPage(): void {
    try {
      this.runsAt('page')
    } catch {
      // The page signals to others all the same.
    }
  }

  #perform(call: Call): void {
    const connection = this.#connection
    switch (call) {
      case 'connect':
      case 'reconnect':
      case 'close':
      case 'dispose':
      case 'reset':
        return connection[call]()
      case 'close 4000':
        return connection.close(4000, 'enough')
      case 'close, connect':
        connection.close()
        return connection.connect()
      case 'send':
        return this.#send()
      case 'send all':
        for (let sent = 0; sent < BURST; sent++) this.#send()
        return undefined
      case 'send now':
        return this.#send({ queue: false })
      case 'send, send now':
        this.#send()
        return this.#send({ queue: false })
      case 'send large':
        return this.#send({}, 150)
      case 'send, abort later':
        return this.#isSending ? undefined : this.#send({ signal: this.#newSignal() })
      case 'abort':
        return this.#aborts.shift()?.()
      case 'send nonsense':
        // Neither text nor data, and no codec here can encode it.
        return this.#notify('refused', connection.send(Symbol(call)))
      default:
        return connection.configure(patchOf(call, this.#mine, connection.options.outbox.resend))
    }
  }

  #newSignal(): AbortSignal {
    const controller = new AbortController()
    const id = this.#sent
    this.#aborts.push(() => {
      this.#notify('aborts', id)
      controller.abort()
    })
    return controller.signal
  }

  #send(options: SendOptions = {}, size?: number): void {
    // Of two messages, one sent from inside the other's `send()`, neither is the first.
    if (this.#isSending) return
    const id = this.#sent++
    const data = JSON.stringify({ id, is: 'x'.repeat(size ?? (id % 5 === 4 ? 120 : 1)) })
    this.#notify('sends', id, data, options.queue !== false)
    this.#isSending = true
    try {
      this.#notify('returned', id, this.#connection.send(data, options))
    } finally {
      this.#isSending = false
    }
  }

  /** Code of the user's runs at some place. */
  runsAt(place: Place): void {
    if (this.isCalm || this.#journal.broken) return
    const run = this.#runs.get(place) ?? 0
    this.#runs.set(place, run + 1)
    const reaction = this.#scenario.reactions.find(
      ({ at, nth }) => at === place && (nth === run || nth === 'each'),
    )
    if (!reaction) return
    this.#journal.note('user', `in ${place}:`)
    this.#journal.counts(`in ${place}: ${reaction.does === 'throw' ? 'throws' : 'calls'}`)
    if (reaction.does === 'throw') {
      this.#notify('throws', place)
      throw new Thrown(place)
    }
    this.#isInDrop = place === 'drop'
    this.call(reaction.does)
    this.#isInDrop = false
  }

  #watch(signal: AbortSignal): void {
    this.#notify('signal', signal)
    signal.addEventListener('abort', () => {
      try {
        this.runsAt('abort')
      } catch {
        // A runtime reports only to the process what listeners of its events throw.
      }
    })
  }

  #url({ signal, cursor }: AttemptContext): ReturnType<Belongings['url']> {
    const number = this.#asked++
    const answer = this.isCalm ? 'now' : (this.#scenario.urls[number] ?? 'now')
    this.#journal.note('user', `url() answers: ${answer}`)
    this.#journal.counts(`url(): ${answer}`)
    this.#watch(signal)
    this.#notify('asked')
    this.#notify('given', cursor)
    this.runsAt('url()')
    const address = addressOf('f.test', String(number))
    if (answer === 'now') return address
    if (answer === 'another host') return addressOf('g.test', String(number))
    if (answer === 'null') return null
    if (answer === 'promise') return Promise.resolve(address)
    if (answer === 'never') return new Promise(() => {})
    if (answer === 'rejects late') return this.#later().then(() => this.#fails(signal))
    if (answer === 'late' || answer === 'null, late') {
      return this.#later().then(() => (answer === 'late' ? address : null))
    }
    if (answer === 'rejects') return Promise.resolve().then(() => this.#fails(signal))
    if (answer === 'throws') return this.#fails(signal)
    this.#notify('failed', signal)
    return `nonsense://${TOKEN}@f.test/?${TOKEN}`
  }

  #fails(signal: AbortSignal): never {
    this.#notify('failed', signal)
    throw new Thrown('a function')
  }

  async #shake({ send, receive, signal }: HandshakeContext): Promise<void> {
    send(LOGIN)
    this.#notify('receives', true)
    try {
      this.#notify('took', await receive())
    } catch {
      this.#fails(signal)
    } finally {
      this.#notify('receives', false)
    }
  }

  #handshake(context: HandshakeContext): ReturnType<Belongings['handshake']> {
    const plan = this.isCalm ? 'nothing' : (this.#scenario.handshakes[this.#shaken++] ?? 'nothing')
    this.#journal.note('user', `handshake(): ${plan}`)
    this.#journal.counts(`handshake(): ${plan}`)
    this.#watch(context.signal)
    this.#notify('given', context.cursor)
    this.#notify('shakes', plan.startsWith('recovers') && plan !== 'recovers nothing')
    this.runsAt('handshake()')
    if (plan === 'sends') context.send(LOGIN)
    if (plan === 'throws') this.#fails(context.signal)
    if (plan === 'promise') return Promise.resolve()
    if (plan === 'rejects') return Promise.resolve().then(() => this.#fails(context.signal))
    if (plan === 'never') return new Promise(() => {})
    if (plan === 'late') return this.#later()
    if (plan === 'receives') return this.#shake(context)
    if (plan === 'recovers') return { recovered: true }
    if (plan === 'recovers, promise') return Promise.resolve({ recovered: true })
    if (plan === 'recovers nothing') return { recovered: false }
    return undefined
  }

  #follows(message: unknown): unknown {
    this.runsAt('cursor()')
    // Now and then a message does not say where in the stream it stands.
    if (this.#followed++ % 5 === 3) return undefined
    this.#notify('moves', message)
    return message
  }

  #delay(): number {
    try {
      this.runsAt('delay()')
    } catch (error) {
      // It was asked all the same.
      this.#notify('delays', -1)
      throw error
    }
    const delay = [100, 0, 5_000, Number.NaN, -1][this.#delays++ % 5]!
    this.#notify('delays', delay)
    return delay
  }

  #shouldReconnect(byDefault: boolean): boolean {
    this.runsAt('shouldReconnect()')
    if (this.isCalm) return true
    return [true, byDefault, true, false][this.#verdicts++ % 4]!
  }

  /** Settles in a task of its own, three seconds from now. */
  #later(): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.later(3_000, () => this.#clock.arrive(resolve))
    })
  }
}
