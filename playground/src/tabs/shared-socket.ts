import { computed, shallowRef, type ShallowRef } from 'vue'
import {
  onSocketMessage,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
} from 'vue-heartbeat-socket'
import { shareTabs } from 'vue-heartbeat-socket/tabs'
import { useServer } from '../faults/server.ts'

/** What one tab says to all, by the server's echo. */
export interface Hello {
  /** The number of the tab. */
  readonly hello: number
  /** When it was said, in epoch ms. */
  readonly at: number
}

const NAME = 'tabs'

/** How many are kept. */
const MAX_HEARD = 5

/** The socket that all tabs with this page share, and what they have said lately, newest first. */
export function useSharedSocket(): {
  readonly socket: HeartbeatSocketStore
  readonly heard: Readonly<ShallowRef<readonly Hello[]>>
} {
  const server = useServer()
  const heard = shallowRef<readonly Hello[]>([])
  const socket = useHeartbeatSocket(NAME, {
    url: computed(() => server.state?.url ?? null),
    tabs: shareTabs({ key: 'playground' }),
    heartbeat: { interval: 3_000, timeout: 2_000 },
    reconnect: { spread: 500, minDelay: 200, maxDelay: 2_000 },
    log: false,
  })
  onSocketMessage(
    (message: unknown) => {
      const hello = helloIn(message)
      if (hello) heard.value = [hello, ...heard.value].slice(0, MAX_HEARD)
    },
    { socket: NAME },
  )
  return { socket, heard }
}

/** The hello that a message of the feed is the echo of; `null` for its figures. */
export function helloIn(message: unknown): Hello | null {
  if (typeof message !== 'object' || message === null || !('data' in message)) return null
  try {
    const said = JSON.parse(String(message.data))
    return typeof said?.hello === 'number' && typeof said.at === 'number' ? said : null
  } catch {
    return null
  }
}
