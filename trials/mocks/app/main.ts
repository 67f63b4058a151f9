import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import Prices from './Prices.vue'

createApp(Prices)
  .use(createPinia())
  .use(HeartbeatSocket, { url: 'wss://api.example.com/live', reconnect: { spread: 100 } })
  .mount('#app')
