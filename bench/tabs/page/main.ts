import { createPinia } from 'pinia'
import { createApp, defineComponent } from 'vue'
import { HeartbeatSocket, onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { shareTabs } from 'vue-heartbeat-socket/tabs'
import type { Load } from '../../messages/loads.ts'

/** What a tab saw of a run. */
export interface TabSeen {
  /** Posts to the other tabs. */
  readonly posts: number
  /** From the arrival in the leader's tab to this tab's listener, in ms, for each message. */
  readonly delays: readonly number[]
}

declare global {
  interface Window {
    /** Opens a tab's socket; resolves with whether it leads. */
    openTab(url: string, key: string | null): Promise<boolean>
    /** From now on counts messages. */
    expectMessages(count: number): void
    /** Resolves when so many have come. */
    received: Promise<TabSeen>
    /** Asks the server for the load. */
    ask(load: Load): void
  }
}

let posts = 0
const { postMessage } = BroadcastChannel.prototype
BroadcastChannel.prototype.postMessage = function (data: unknown): void {
  posts++
  postMessage.call(this, data)
}

let socket: ReturnType<typeof useHeartbeatSocket>
let listener = (): void => {}

window.openTab = async (url, key) => {
  const Tab = defineComponent({
    setup() {
      socket = useHeartbeatSocket()
      onSocketMessage(() => listener())
      return () => null
    },
  })
  const options = { url, codec: 'text' } as const
  createApp(Tab)
    .use(createPinia())
    .use(HeartbeatSocket, key === null ? options : { ...options, tabs: shareTabs({ key }) })
    .mount('#app')
  while (!socket.isOpen) await new Promise((resolve) => setTimeout(resolve, 10))
  return socket.isLeader
}

window.expectMessages = (count) => {
  window.received = new Promise((resolve) => {
    posts = 0
    const delays: number[] = []
    listener = () => {
      delays.push(Date.now() - socket.lastReceivedAt!)
      if (delays.length === count) resolve({ posts, delays })
    }
  })
}

window.ask = (load) => void socket.send(JSON.stringify(load))
