import { onScopeDispose, shallowReactive, shallowRef, type Ref } from 'vue'
import {
  onSocketEvent,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
  type SocketEvents,
} from 'vue-heartbeat-socket'
import { Happenings } from './happenings.ts'
import { Pulse } from './pulse.ts'
import { Samples } from './samples.ts'
import { Silence } from './silence.ts'
import { tellHappenings } from './tell-happenings.ts'

/** Time between two looks at the counters, in ms: nothing is done per message. */
const PERIOD = 500

export interface Figures {
  readonly received: number
  readonly sent: number
  readonly queued: number
  /** Messages received a second. */
  readonly rate: number
}

/** What is remembered of one socket, whichever is shown. */
export interface Recorder {
  readonly pulse: Pulse
  readonly silence: Silence
  readonly happenings: Happenings
  /** Ms from ping to pong. */
  readonly latencies: Samples
  /** Messages received a second. */
  readonly rates: Samples
  /** The counters as they were at the last look. */
  readonly figures: Readonly<Ref<Figures>>
}

const recorders = shallowReactive(new Map<string, Recorder>())

/** @throws Error when no component records this socket */
export function recorderOf(name: string): Recorder {
  const recorder = recorders.get(name)
  if (!recorder) throw new Error(`No recorder for the socket "${name}"`)
  return recorder
}

/** Records what happens to a socket, until the scope ends. */
export function useRecorder(name: string): void {
  const store = useHeartbeatSocket(name)
  const figures = shallowRef<Figures>({ ...countersOf(store), rate: 0 })
  const recorder: Recorder = {
    pulse: new Pulse(store.status),
    silence: new Silence(),
    happenings: new Happenings(),
    latencies: new Samples(),
    rates: new Samples(),
    figures,
  }
  let at = performance.now()

  function look(): void {
    const now = performance.now()
    const counters = countersOf(store)
    const more = counters.received - figures.value.received
    // `$reset()` begins again at 0.
    const rate = Math.max(0, (more / (now - at)) * 1_000)
    at = now
    recorder.rates.add(Date.now(), rate)
    recorder.happenings.show()
    figures.value = { ...counters, rate }
  }

  record(name, store, recorder)
  recorders.set(name, recorder)
  const timer = setInterval(look, PERIOD)
  onScopeDispose(() => {
    clearInterval(timer)
    recorder.silence.end()
    recorders.delete(name)
  })
}

const countersOf = ({ received, sent, queued }: HeartbeatSocketStore<string>) => ({
  received,
  sent,
  queued,
})

function record(name: string, store: HeartbeatSocketStore<string>, recorder: Recorder): void {
  const { pulse, silence, happenings, latencies } = recorder
  const on = <Event extends keyof SocketEvents>(
    event: Event,
    handler: (...args: SocketEvents[Event]) => void,
  ) => onSocketEvent(event, handler, { socket: name })

  on('ping', () => {
    pulse.beat('ping')
    silence.ping(
      () => store.received,
      () => happenings.add('silence'),
    )
  })
  on('pong', () => {
    pulse.beat('pong')
    silence.end()
  })
  on('heartbeat', ({ latency }) => latencies.add(Date.now(), latency))
  on('status', ({ status }) => pulse.enter(status))
  on('close', () => {
    silence.end()
    latencies.break(Date.now())
  })
  tellHappenings(happenings, on)
  // Its first attempt began while it was made.
  if (store.status === 'connecting') happenings.add('attempt', { attempt: store.attempts })
}
