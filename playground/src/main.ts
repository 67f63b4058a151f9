import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import App from './App.vue'
import { feedOptions } from './feed.ts'
import './style.css'

createApp(App).use(createPinia()).use(HeartbeatSocket, feedOptions).mount('#app')
