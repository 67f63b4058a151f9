import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'

const socket = new ReconnectingWebSocket('wss://api.example.com/live', null, {
  reconnectInterval: 2_000,
  maxReconnectAttempts: 10,
})

socket.onopen = (event) => socket.send(event.isReconnect ? 'resume' : 'hello')
socket.onmessage = (event) => console.log(event.data)
