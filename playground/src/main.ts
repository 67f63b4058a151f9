import './valid-language.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import App from './App.vue'
import ClientsPage from './clients/ClientsPage.vue'
import { clientNames, clientsIn } from './clients/count.ts'
import { i18n } from './i18n.ts'
import { optionsFor } from './options/starts.ts'
import './style.css'

const count = clientsIn(location.search)
const clients = count === null ? null : clientNames(count)

const sockets = clients
  ? Object.fromEntries(clients.map((name) => [name, optionsFor(name, 'feed')]))
  : { default: optionsFor('default', 'feed'), echo: optionsFor('echo', 'echo') }

const app = clients ? createApp(ClientsPage, { names: clients }) : createApp(App)
app.use(createPinia()).use(i18n).use(HeartbeatSocket, { sockets }).mount('#app')
