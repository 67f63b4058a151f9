import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import App from './App.vue'

createApp(App)
  .use(createPinia())
  .use(HeartbeatSocket, {
    url: 'wss://api.example.com/live',
    reconnect: { maxAttempts: 10 },
  })
  .mount('#app')
