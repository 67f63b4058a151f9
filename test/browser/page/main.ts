import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { HeartbeatSocket, type HeartbeatSocketOptions } from 'vue-heartbeat-socket'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import App from './App.vue'
import { recordSockets } from './harness.ts'

const parameter = new URLSearchParams(location.search).get('options') ?? '{}'
const options: HeartbeatSocketOptions = JSON.parse(parameter)
const names = 'sockets' in options ? Object.keys(options.sockets) : ['default']

window.harness = {
  sockets: {},
  timelines: {},
  natives: recordSockets(),
  ReconnectingWebSocket,
}
createApp(App, { names }).use(createPinia()).use(HeartbeatSocket, options).mount('#app')
