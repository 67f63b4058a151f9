import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'

const socket = new ReconnectingWebSocket('wss://api.example.com/live', [], {
  reconnectInterval: 2_000,
  maxReconnectAttempts: 10,
})

socket.addEventListener('message', (event) => console.log(event.data))
socket.addEventListener('open', () => socket.send('hello'), { once: true })
