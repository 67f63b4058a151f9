/**
 * A program of its own: renders a page again and again, as a server does for each request, and
 * prints what came of it. Run with `--expose-gc`.
 */
import { createPinia } from 'pinia'
import { createSSRApp, defineComponent, h, ref } from 'vue'
import {
  createRequest,
  defineTopics,
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  useHeartbeatSocket,
  useRetryCountdown,
} from 'vue-heartbeat-socket'
import { renderToString } from 'vue/server-renderer'

/** What the program prints. */
export interface Outcome {
  /** The different pages that were rendered. */
  readonly pages: readonly string[]
  /** Sockets that were constructed. */
  readonly sockets: number
  /** Timers that are set after the last request. */
  readonly timers: number
  /** How many bytes more are in use after the counted requests than before them. */
  readonly growth: number
}

const WARM_UP = 200
const REQUESTS = 1_000

let sockets = 0

// Node 22 has one.
globalThis.WebSocket = class extends EventTarget {
  constructor() {
    super()
    sockets++
  }
} as never

/** Lives as long as the server; watching it keeps its request alive. */
const url = ref('wss://a.test')

/** These live as long, too. */
const useTopic = defineTopics({ subscribe: () => {}, topicOf: (message) => message.topic })
const ask = createRequest({ tag: (data) => data, replyTo: (message) => message.id })
const topic = ref('news')

const Page = defineComponent({
  async setup() {
    const socket = useHeartbeatSocket()
    const room = useHeartbeatSocket('room', { url })
    onSocketMessage(() => {})
    onSocketEvent('open', () => socket.send('hello'), { socket: 'room' })
    socket.connect()
    useTopic(topic, () => {})
    const seconds = useRetryCountdown()
    const answer = await ask('hello').catch(({ reason }) => reason)
    return () => h('p', `${socket.status} ${room.status} ${answer} ${seconds.value}`)
  },
})

function render(): Promise<string> {
  return renderToString(createSSRApp(Page).use(createPinia()).use(HeartbeatSocket, { url }))
}

function bytesInUse(): number {
  globalThis.gc!()
  return process.memoryUsage().heapUsed
}

async function run(): Promise<Outcome> {
  const pages = new Set<string>()
  for (let i = 0; i < WARM_UP; i++) pages.add(await render())
  const before = bytesInUse()
  for (let i = 0; i < REQUESTS; i++) pages.add(await render())
  const growth = bytesInUse() - before
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  return { pages: [...pages], sockets, timers, growth }
}

console.log(JSON.stringify(await run()))
