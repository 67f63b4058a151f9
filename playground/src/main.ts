import './valid-language.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import { clientNames, clientsIn } from './clients/count.ts'
import { i18n } from './i18n.ts'
import { optionsFor } from './options/starts.ts'
import './style.css'

const count = clientsIn(location.search)
const clients = count === null ? null : clientNames(count)

const sockets = clients
  ? Object.fromEntries(clients.map((name) => [name, optionsFor(name, 'feed')]))
  : { default: optionsFor('default', 'feed'), echo: optionsFor('echo', 'echo') }

// Each page loads what it alone needs.
const { default: page } = await (clients
  ? import('./clients/ClientsPage.vue')
  : import('./App.vue'))

createApp(page, clients ? { names: clients } : {})
  .use(createPinia())
  .use(i18n)
  .use(HeartbeatSocket, { sockets })
  .mount('#app')
