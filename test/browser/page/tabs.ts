import { createPinia } from 'pinia'
import { createApp, defineComponent, h } from 'vue'
import { HeartbeatSocket, onSocketEvent, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { shareTabs, type TabChannel } from 'vue-heartbeat-socket/tabs'

/** What a tab has seen. */
export interface TabJournal {
  /** The numbers that the server has sent, as they were delivered. */
  readonly numbers: number[]
  /** When the newest one came, in epoch ms. */
  readonly at: number
  /** When the first one after the last opening came, in epoch ms. */
  readonly firstAfterOpening: number
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
    /** Forgets all openings but the first. */
    clearTab: () => void
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

const App = defineComponent(() => {
  const socket = useHeartbeatSocket()
  const journal = {
    numbers: [] as number[],
    at: 0,
    firstAfterOpening: 0,
    openings: [] as TabJournal['openings'],
    drops: [] as TabJournal['drops'],
    statuses: [] as string[],
    leaderships: [] as TabJournal['leaderships'],
  }
  onSocketEvent('message', ({ number }) => {
    if (number === undefined) return
    journal.numbers.push(number)
    journal.at = Date.now()
    journal.firstAfterOpening ||= journal.at
  })
  onSocketEvent('open', (opening) => {
    journal.openings.push(opening)
    journal.firstAfterOpening = 0
  })
  onSocketEvent('drop', ({ data, reason }) => journal.drops.push({ data, reason }))
  onSocketEvent('status', ({ status }) => journal.statuses.push(status))
  onSocketEvent('leader', ({ isLeader }) => journal.leaderships.push({ isLeader, at: Date.now() }))
  window.readTab = () => {
    const { status, isLeader, queued, sent } = socket
    return { ...journal, status, isLeader, queued, sent }
  }
  window.clearTab = () => void journal.openings.splice(1)
  window.sendFromTab = (data) => socket.send(data)
  return () => h('output', [socket.status, ' ', String(socket.isLeader)])
})

createApp(App)
  .use(createPinia())
  .use(HeartbeatSocket, { ...options, tabs: shareTabs({ key, ...ofVersion }) })
  .mount('#app')
