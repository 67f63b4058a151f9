import { createPinia } from 'pinia'
import { createApp, defineComponent, h } from 'vue'
import { HeartbeatSocket, onSocketEvent, useHeartbeatSocket } from 'vue-heartbeat-socket'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { shareTabs, type TabChannel } from 'vue-heartbeat-socket/tabs'

/** What a tab has seen. */
export interface TabJournal {
  /** The numbers that the server has sent, as they were delivered. */
  readonly numbers: number[]
  /** Ms without a number over each reopening: from the last one before to the first one after. */
  readonly outages: number[]
  /** Whether no number has come since the last reopening. */
  readonly isReopened: boolean
  readonly openings: { reconnected: boolean; recovered: boolean | null }[]
  readonly drops: { data: unknown; reason: string }[]
  readonly statuses: string[]
  /** When it began to lead, and when it ceased to, in epoch ms. */
  readonly leaderships: { isLeader: boolean; at: number }[]
  readonly status: string
  readonly isLeader: boolean
  readonly queued: number
  readonly sent: number
}

declare global {
  interface Window {
    readTab: () => TabJournal
    sendFromTab: (data: unknown) => string
  }
}

const { key, wire, withoutLocks, ignoreFreeze, ...options } = JSON.parse(
  new URLSearchParams(location.search).get('options') ?? '{}',
)
// As in a browser of before 2022, or without https.
if (withoutLocks) Object.defineProperty(navigator, 'locks', { value: undefined })
// As if the browser had not said that it freezes the page.
if (ignoreFreeze)
  document.addEventListener('freeze', (event) => event.stopImmediatePropagation(), true)

const toWire = (name: string): string => (wire ? name.replace(/\/\d+\//, `/${wire}/`) : name)
/** Of another version: other names of lock and channel. */
const ofVersion = wire && {
  createChannel: (name: string): TabChannel => new BroadcastChannel(toWire(name)),
  locks: {
    request: (name: string, ...rest: [LockOptions, LockGrantedCallback<void>]) =>
      navigator.locks.request(toWire(name), ...rest),
    query: () => navigator.locks.query(),
  },
}

const handshake: SocketOptions['handshake'] = async ({ send, receive }) => {
  send({ hello: true })
  await receive()
}

const App = defineComponent(() => {
  const socket = useHeartbeatSocket()
  const journal = {
    numbers: [] as number[],
    outages: [] as number[],
    openings: [] as TabJournal['openings'],
    drops: [] as TabJournal['drops'],
    statuses: [] as string[],
    leaderships: [] as TabJournal['leaderships'],
  }
  /** When the newest number came, in epoch ms. */
  let newestAt: number | undefined
  let isReopened = false
  onSocketEvent('message', ({ number }) => {
    const now = Date.now()
    if (isReopened && newestAt !== undefined) journal.outages.push(now - newestAt)
    isReopened = false
    newestAt = now
    journal.numbers.push(number)
  })
  onSocketEvent('open', (opening) => {
    journal.openings.push(opening)
    isReopened = opening.reconnected
  })
  onSocketEvent('drop', ({ data, reason }) => journal.drops.push({ data, reason }))
  onSocketEvent('status', ({ status }) => journal.statuses.push(status))
  onSocketEvent('leader', ({ isLeader }) => journal.leaderships.push({ isLeader, at: Date.now() }))
  window.readTab = () => {
    const { status, isLeader, queued, sent } = socket
    return { ...journal, isReopened, status, isLeader, queued, sent }
  }
  window.sendFromTab = (data) => socket.send(data)
  return () => h('output', [socket.status, ' ', String(socket.isLeader)])
})

createApp(App)
  .use(createPinia())
  .use(HeartbeatSocket, { ...options, handshake, tabs: shareTabs({ key, ...ofVersion }) })
  .mount('#app')
