import ReconnectingWebSocket from 'reconnecting-websocket'

const socket = new ReconnectingWebSocket('wss://api.example.com/live', [], {
  minReconnectionDelay: 2_000,
  maxRetries: 10,
})

socket.addEventListener('message', (event) => console.log(event.data))
socket.send('hello')
