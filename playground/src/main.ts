import './valid-language.ts'
import { createPinia } from 'pinia'
import { createApp, type Component } from 'vue'
import { HeartbeatSocket, type SocketOptions } from 'vue-heartbeat-socket'
import { clientNames, clientsIn } from './clients/count.ts'
import { i18n } from './i18n.ts'
import { optionsFor } from './options/starts.ts'
import './style.css'

interface Page {
  /** Each page loads what it alone needs. */
  load(): Promise<{ default: Component }>
  readonly props?: Record<string, unknown>
  readonly sockets: Record<string, SocketOptions>
}

function pageOf(search: string): Page {
  const asked = new URLSearchParams(search)
  if (asked.has('nodes')) return { load: () => import('./nodes/NodesPage.vue'), sockets: {} }
  if (asked.has('tabs')) return { load: () => import('./tabs/TabsPage.vue'), sockets: {} }
  const count = clientsIn(search)
  if (count === null) {
    return {
      load: () => import('./App.vue'),
      sockets: { default: optionsFor('default', 'feed'), echo: optionsFor('echo', 'echo') },
    }
  }
  const names = clientNames(count)
  return {
    load: () => import('./clients/ClientsPage.vue'),
    props: { names },
    sockets: Object.fromEntries(names.map((name) => [name, optionsFor(name, 'feed')])),
  }
}

const { load, props, sockets } = pageOf(location.search)
const { default: page } = await load()
createApp(page, props ?? {})
  .use(createPinia())
  .use(i18n)
  .use(HeartbeatSocket, { sockets })
  .mount('#app')
