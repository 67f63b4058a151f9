import { createPinia } from 'pinia'
import { createApp, defineComponent, h } from 'vue'
import { HeartbeatSocket, onSocketEvent, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createSession } from 'vue-heartbeat-socket/session'

/** What a page with a session has seen. */
export interface SessionJournal {
  /** The feed, as it was delivered. */
  readonly feed: number[]
  /** The server's replies to messages, as they were delivered. */
  readonly replies: number[]
  readonly confirmed: number[]
  readonly drops: unknown[]
  /** `recovered` of each opening. */
  readonly openings: (boolean | null)[]
  sent: number
  status: string
  /** What is on its way, or waits. */
  pending: number
}

declare global {
  interface Window {
    readSession: () => SessionJournal
    /** Sends so many messages more, one every few milliseconds. */
    sendMore: (count: number) => void
  }
}

/** Ms from one message to the next. */
const PACE = 15

const options = JSON.parse(new URLSearchParams(location.search).get('options') ?? '{}')

const App = defineComponent(() => {
  const socket = useHeartbeatSocket()
  const journal: SessionJournal = {
    feed: [],
    replies: [],
    confirmed: [],
    drops: [],
    openings: [],
    sent: 0,
    status: socket.status,
    pending: 0,
  }
  let allowed = 0

  onSocketEvent('message', (message) => {
    if ('feed' in message) journal.feed.push(message.feed)
    else journal.replies.push(message.saved)
  })
  onSocketEvent('confirmed', (message) => journal.confirmed.push(message.save))
  onSocketEvent('drop', (drop) => journal.drops.push(drop))
  onSocketEvent('open', ({ recovered }) => journal.openings.push(recovered))

  window.readSession = () => {
    const pending = (socket.unconfirmed ?? 0) + socket.queued
    return { ...journal, status: socket.status, pending }
  }
  window.sendMore = (count) => void (allowed += count)
  setInterval(() => {
    if (journal.sent < allowed) socket.send({ save: ++journal.sent })
  }, PACE)
  return () => h('output', socket.status)
})

createApp(App)
  .use(createPinia())
  .use(HeartbeatSocket, { ...options, session: createSession({ auth: () => ({ user: 'u1' }) }) })
  .mount('#app')
