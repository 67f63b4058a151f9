import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import App from './App.vue'
import { countAll, type Counts } from './counts.ts'

/** What an app left behind at once. */
export interface Leftovers extends Counts {
  /** How far it had got. */
  readonly stage: string
  /** Whether the store of the socket that its component made is still there. */
  readonly room: boolean
}

/** What the test asks of the page. */
export interface Leaks {
  /** Mounts and unmounts apps, whose sockets attempt `url`; returns the first that left something. */
  mount(apps: number, url: string): Promise<Leftovers | null>
  /** Sockets that have not closed yet. */
  closing(): number
  /** Apps, Pinias and stores that the garbage collector could not take. */
  alive(): number
}

declare global {
  interface Window {
    leaks: Leaks
  }
}

/** How far an app gets before it is unmounted. */
const STAGES = ['mounted', 'open', 'message', 'reconnecting']

const page = countAll()
let made = 0
let collected = 0
const registry = new FinalizationRegistry(() => collected++)

function watch(object: object): void {
  made++
  registry.register(object, undefined)
}

async function mountOne(stage: string, url: string): Promise<Leftovers | null> {
  const element = document.body.appendChild(document.createElement('div'))
  const pinia = createPinia()
  const stages = new EventTarget()
  const arrives = new Promise((resolve) => stages.addEventListener(stage, resolve))
  const reached = (name: string): void => {
    if (name === 'open' && stage === 'reconnecting') page.breakAll()
    stages.dispatchEvent(new Event(name))
  }

  const app = createApp(App, { url, reached, watch }).use(pinia).use(HeartbeatSocket, { url })
  app.mount(element)
  reached('mounted')
  await arrives
  app.unmount()

  element.remove()
  setActivePinia(undefined)
  watch(app)
  watch(pinia)
  const left = { ...page.counts(), stage, room: 'heartbeat-socket/room' in pinia.state.value }
  return left.timers || left.frames || left.open || left.room ? left : null
}

window.leaks = {
  async mount(apps, url) {
    for (let at = 0; at < apps; at++) {
      const left = await mountOne(STAGES[at % STAGES.length]!, url)
      if (left) return left
    }
    return null
  },
  closing: () => page.closing(),
  alive: () => made - collected,
}
