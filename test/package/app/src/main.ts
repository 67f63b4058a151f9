import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import App from './App.vue'

const url = new URLSearchParams(location.search).get('url') ?? undefined

createApp(App)
  .use(createPinia())
  .use(HeartbeatSocket, {
    sockets: { default: { url }, chat: { url: null, codec: 'text' } },
    defaults: { heartbeat: { interval: 10_000 }, reconnect: { maxDelay: 10_000 } },
  })
  .mount('#app')
